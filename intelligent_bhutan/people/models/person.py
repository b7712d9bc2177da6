"""A person, from the first migration on."""

from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.places.models import Gewog

USERNAME_SHAPE = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]{2,31}\Z",
    _("Use 3 to 32 small letters a to z, digits, dots or dashes."),
)


class OptionalEmailField(models.EmailField):
    """An empty address is stored as none, whoever empties it: each address stands once, and so would an empty one."""

    def get_prep_value(self, value):
        return super().get_prep_value(value) or None

    def deconstruct(self):
        name, _path, arguments, named = super().deconstruct()
        return name, "django.db.models.EmailField", arguments, named


class UserManager(BaseUserManager):
    """Makes people; a person without a password signs in with a PIN or not at all."""

    use_in_migrations = True

    def create_user(self, username, password=None, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username, password=None, **fields):
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username):
        return self.get(username=username.lower())


class User(AbstractBaseUser, PermissionsMixin):
    """One person. One full name, as Bhutan writes it: no first and last. E-mail and phone are both optional."""

    class Gender(models.TextChoices):
        FEMALE = "female", _("Woman")
        MALE = "male", _("Man")
        OTHER = "other", _("Other")
        UNSAID = "unsaid", _("Prefer not to say")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("General public")
        MONK_BODY = "monk_body", _("Monk or nun")
        STUDENT = "student", _("Student")
        CIVIL_SERVANT = "civil_servant", _("Civil servant")
        OTHER = "other", _("Other")

    class Disability(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        UNSAID = "unsaid", _("Prefer not to say")

    class SpokenLanguage(models.TextChoices):
        DZONGKHA = "dz", _("Dzongkha")
        TSHANGLA = "tsj", _("Tshangla")
        LHOTSHAMKHA = "ne", _("Lhotshamkha")
        ENGLISH = "en", _("English")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    username = models.CharField(_("user name"), max_length=32, unique=True, validators=[USERNAME_SHAPE])
    full_name = models.CharField(_("full name"), max_length=120)
    full_name_dz = models.CharField(_("full name in Dzongkha"), max_length=240, blank=True)
    date_of_birth = models.DateField(_("date of birth"), null=True, blank=True)
    gender = models.CharField(_("gender"), max_length=6, choices=Gender.choices, default=Gender.UNSAID)
    audience = models.CharField(_("group"), max_length=13, choices=Audience.choices, default=Audience.PUBLIC)
    disability = models.CharField(_("disability"), max_length=6, choices=Disability.choices, default=Disability.UNSAID)
    gewog = models.ForeignKey(
        Gewog, verbose_name=_("gewog"), on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    language = models.CharField(
        _("language of the pages"), max_length=2, choices=[("en", "English"), ("dz", "རྫོང་ཁ")], default="en"
    )
    spoken_language = models.CharField(
        _("language you speak"), max_length=3, choices=SpokenLanguage.choices, default=SpokenLanguage.DZONGKHA
    )
    email = OptionalEmailField(_("e-mail"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=16, null=True, blank=True)  # E.164
    phone_verified = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)  # may open the admin
    is_demonstration = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="people_email_once", condition=Q(email__isnull=False)),
            # a number that nobody has proven to be theirs keeps no other from it
            models.UniqueConstraint(
                fields=["phone"], name="people_verified_phone_once", condition=Q(phone_verified=True)
            ),
            models.CheckConstraint(
                condition=Q(phone_verified=False) | Q(phone__isnull=False), name="people_verified_phone_is_there"
            ),
            models.CheckConstraint(condition=~Q(full_name=""), name="people_have_a_name"),
            models.CheckConstraint(
                condition=Q(phone__isnull=True) | Q(phone__startswith="+"), name="people_phone_is_e164"
            ),
        ]
        indexes = [models.Index(fields=["phone"], name="people_by_phone", condition=Q(phone__isnull=False))]

    def __str__(self):
        return self.full_name

    def get_absolute_url(self):
        return reverse("my_page")

    def clean(self):
        super().clean()
        self.username = self.username.lower()

    def age_on(self, day):
        """Whole years on that day, or None where the date of birth is not known."""
        if self.date_of_birth is None:
            return None
        birthday_is_ahead = (day.month, day.day) < (self.date_of_birth.month, self.date_of_birth.day)
        return day.year - self.date_of_birth.year - birthday_is_ahead
