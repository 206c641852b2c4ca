"""Cases: matters opened by an application for a service item, from the form to the paper in the applicant's hand."""
