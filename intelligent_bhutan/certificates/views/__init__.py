"""Pages of certificates: `holder` (one's own), `verify` (for anyone), `staff` (programme officers)."""

from intelligent_bhutan.certificates.views import holder, staff, verify

__all__ = ["holder", "staff", "verify"]
