"""Offices, posts and the people who hold them.

Direction of imports inside: office ← calendar, post ← user ← appointment, grant, invitation ← delegation.
"""

from organizations.models.appointment import Appointment, Kind
from organizations.models.calendar import CalendarDay, DayKind, WorkWeek
from organizations.models.delegation import Delegation
from organizations.models.grant import Role, RoleGrant
from organizations.models.invitation import Invitation
from organizations.models.logo import OfficeLogo
from organizations.models.office import Government, InstructionPhrase, Office, SecondFactor, SigningWay, Unit
from organizations.models.post import IN_EARNEST, Post
from organizations.models.user import User

__all__ = [
    "IN_EARNEST",
    "Appointment",
    "CalendarDay",
    "DayKind",
    "Delegation",
    "Government",
    "InstructionPhrase",
    "Invitation",
    "Kind",
    "Office",
    "OfficeLogo",
    "Post",
    "Role",
    "RoleGrant",
    "SecondFactor",
    "SigningWay",
    "Unit",
    "User",
    "WorkWeek",
]
