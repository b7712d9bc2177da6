"""From where somebody asks, for limits on those who are not signed in."""

from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter

ONE_SUBSCRIBER = 64  # bits of an IPv6 address that one line has; the rest it may choose at will


def line_of(request):
    """The line that asks, which a whole office may share."""
    address = ip_address(get_adapter(request).get_client_ip(request))
    return str(address if address.version == 4 else ip_network((address, ONE_SUBSCRIBER), strict=False))
