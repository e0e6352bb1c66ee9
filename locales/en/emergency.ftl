# Emergency access to one patient's chart, and its review.
emergency-shut = This chart is shut to you
emergency-shut-of = The chart of { $name } is shut to you
emergency-shut-lede = Your role does not need it for the day’s work. That you asked stands in the patient’s trail.
emergency-open-title = Open in an emergency
emergency-open-what = The chart of this one patient opens for 60 minutes. Every look is marked as an emergency, the owners are told at once, and one of them reviews it within three days.
emergency-why = Why
emergency-reason = { $reason ->
    [emergency] Danger to life or health
    [unreachable] Whoever treats the patient cannot be reached
    [handover] Handed over without papers
   *[other] Something else
}
emergency-words = In a few words
emergency-words-hint = For example: reaction to a medicine, allergies unknown
emergency-open = Open the chart now
emergency-back = Back to the patients
emergency-unreviewed = An earlier emergency of yours has waited for more than three days for its review. Ask an owner to review it; until then no other can be opened.
emergency-too-many = You have opened five charts within a day, which is the most. Ask whoever treats the patient, or an owner.
emergency-is-open = Emergency access.
emergency-left = { $count ->
    [one] 1 minute left.
   *[other] { $count } minutes left.
}
emergency-is-seen = Every look is recorded.
emergency-close = Close now
emergencies-title = Emergencies
emergencies-lede = Charts that somebody opened in an emergency. An owner reviews each within three days.
emergencies-none = Nobody opened a chart in an emergency
emergencies-none-next = As soon as somebody does, it stands here and on your first page.
emergencies-waiting = To be reviewed
emergencies-reviewed = Reviewed
emergencies-when = Opened
emergencies-open-now = Open now
emergencies-what-seen = What was seen
emergencies-due = To be reviewed by { $when }
emergencies-overdue = Overdue
emergencies-verdict = Was it right?
emergencies-verdict-is = { $verdict ->
    [justified] Justified
   *[not_justified] Not justified
}
emergencies-remark = Remark
emergencies-review = Keep the review
emergency-say-why = Say in a few words why not
emergency-own = You opened this yourself. Another owner reviews it.
emergency-reviewed-meanwhile = Somebody reviewed this meanwhile.
emergencies-to-review = { $count ->
    [one] 1 emergency opening of a chart waits for your review.
   *[other] { $count } emergency openings of charts wait for your review.
}
