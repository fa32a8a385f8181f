"""Addresses under a child's record: the people around the child, and brothers and sisters."""

from django.urls import path

from casework.desk.views import contacts, family

urlpatterns = [
    path("contacts/add/", contacts.AddContact.as_view(), name="add_contact"),
    path("contacts/add/<int:contact>/", contacts.AttachContact.as_view(), name="attach_contact"),
    path("contacts/<int:pk>/", contacts.CorrectContact.as_view(), name="correct_contact"),
    path("contacts/<int:pk>/end/", contacts.EndContact.as_view(), name="end_contact"),
    path("contacts/<int:pk>/again/", contacts.ResumeContact.as_view(), name="resume_contact"),
    path("contacts/<int:pk>/death/", contacts.RecordDeath.as_view(), name="record_death"),
    path("addresses-withheld/add/", family.WithholdAddress.as_view(), name="withhold_address"),
    path("addresses-withheld/<int:pk>/end/", family.EndWithholding.as_view(), name="end_withholding"),
    path("siblings/add/", family.FindSibling.as_view(), name="find_sibling"),
    path("siblings/<uuid:other>/", family.StateSibling.as_view(), name="state_sibling"),
    path("siblings/<uuid:other>/no/", family.SayNoSibling.as_view(), name="say_no_sibling"),
    path("siblings/<int:pk>/end/", family.EndSibling.as_view(), name="end_sibling"),
]
