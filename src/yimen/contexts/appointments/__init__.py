"""Appointments at a window: days with room, offered by the window, booked by citizens."""
