# معائنہ: پیمائش، نوٹ، دستخط اور ترمیم۔
visits-none = ابھی کوئی معائنہ نہیں
visits-none-next = جب ڈاکٹر آج کی فہرست سے معائنہ شروع کرے گا تو پہلا معائنہ یہاں نظر آئے گا۔
visits-earlier = { $count ->
    [one] ایک پچھلا معائنہ
   *[other] { $count } پچھلے معائنے
}
visit-signed = دستخط شدہ
visit-open = جاری
visit-reason = وجہ: { $reason }
visit-no-note = کوئی نوٹ نہیں لکھا گیا۔
visit-open-page = { $day } کا معائنہ کھولیں
visit-not-started = اس اپائنٹمنٹ کا معائنہ شروع نہیں ہو سکتا
visit-not-started-next = یہ اپائنٹمنٹ منسوخ ہو چکی ہے یا مریض نہیں آیا۔ نیا وقت دیں، یا آج کی فہرست سے کوئی اور اپائنٹمنٹ چنیں۔
visit-to-today = آج کی فہرست پر جائیں
visit-finished = یہ معائنہ مکمل ہو چکا ہے
visit-finished-next = اس کے نوٹ دستخط شدہ ہیں اور ویسے ہی رہیں گے۔ کچھ درست کرنا یا شامل کرنا ہو تو نیچے کسی نوٹ میں ترمیم کریں۔
note-of = { $day } کا نوٹ
note-draft = مسودہ
note-subjective = مریض کا بیان
note-objective = معائنے کے نتائج
note-assessment = تشخیص
note-plan = علاج کا منصوبہ
note-sign = نوٹ پر دستخط کریں
note-save-draft = مسودہ محفوظ کریں
note-sign-hint = مسودہ صرف آپ دیکھ سکتے ہیں۔ دستخط کے بعد نوٹ میں ترمیم ہو سکتی ہے، اسے بدلا یا مٹایا نہیں جا سکتا۔
note-saving = محفوظ ہو رہا ہے …
note-saved-at = { $time } پر محفوظ ہوا
note-not-saved = محفوظ نہیں ہوا۔ یہ صفحہ کھلا رکھیں: ہم دوبارہ کوشش کر رہے ہیں۔
note-conflict = یہ نوٹ کسی دوسری ونڈو میں بدل گیا ہے۔ اپنا لکھا ہوا نقل کر لیں، پھر معائنہ دوبارہ کھولیں۔
note-conflict-title = یہ نوٹ کسی دوسری ونڈو میں بدل گیا ہے
note-conflict-next = یہاں سے نہ کچھ محفوظ ہوا نہ دستخط ہوئے، اور آپ کا لکھا ہوا نیچے موجود ہے۔ جو چاہیے نقل کر لیں، پھر نئے نسخے سے آگے بڑھیں۔
note-conflict-reload = نیا نسخہ کھولیں
note-empty = دستخط سے پہلے کچھ لکھیں
note-nothing-new = کچھ تبدیل کریں یا واپس جائیں: نوٹ ویسے ہی رہے گا
note-signed-by = دستخط: { $name }، { $when }
note-amended-by = ترمیم اور دستخط: { $name }، { $when }
note-amend = اس نوٹ میں ترمیم کریں
note-earlier-versions = { $count ->
    [one] اس سے پہلے کا نسخہ
   *[other] اس سے پہلے کے { $count } نسخے
}
vitals-title = پیمائش
vitals-record = پیمائش درج کریں
vitals-systolic = اوپر کا بلڈ پریشر، mmHg
vitals-diastolic = نیچے کا بلڈ پریشر، mmHg
vitals-pulse = نبض فی منٹ
vitals-breathing = سانس فی منٹ
vitals-oxygen = آکسیجن، %
vitals-temperature = درجہ حرارت، °C
vitals-weight = وزن، kg
vitals-height = قد، cm
vitals-pain = درد، 0 سے 10
vitals-not-a-number = کوئی عدد لکھیں، جیسے 36.8
vitals-too-precise = اعشاریے کے بعد کم ہندسے لکھیں
vitals-implausible = یہ عدد دیکھ لیں: اسے { $limit } کے اندر ہونا چاہیے
vitals-diastolic-above = نیچے کا پریشر اوپر والے سے کم ہونا چاہیے
vitals-both-pressures = بلڈ پریشر کے دونوں عدد لکھیں
vitals-nothing = کم از کم ایک پیمائش لکھیں
vitals-finished = یہ معائنہ مکمل ہو چکا ہے: پیمائش کے لیے نیا معائنہ شروع کریں
amend-title = دستخط شدہ نوٹ میں ترمیم
amend-signed-text = نوٹ جیسا دستخط کیا گیا تھا
amend-sign = ترمیم پر دستخط کریں
amend-back = تبدیلی کے بغیر واپس جائیں
amend-hint = دستخط شدہ نوٹ پڑھا جا سکے گا۔ آپ کی ترمیم آپ کے نام سے دستخط شدہ نیا نوٹ ہو گی جو اس کی جگہ لے گی۔
amend-meanwhile = اس دوران اس نوٹ میں ترمیم ہو چکی ہے
amend-meanwhile-next = یہاں سے کسی چیز پر دستخط نہیں ہوئے۔ تازہ ترین نسخہ پڑھ کر اسی میں ترمیم کریں؛ آپ کا لکھا ہوا نقل کرنے کے لیے نیچے موجود ہے۔
amend-latest = تازہ ترین نسخے میں ترمیم کریں
