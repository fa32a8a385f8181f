"""Where the restriction of a child is kept."""

from casework.access.services.restriction import Restrictable
from casework.people.models import ChildRestriction, ChildUserObjectPermission

CHILDREN = Restrictable(restrictions=ChildRestriction, names=ChildUserObjectPermission, field="child")
