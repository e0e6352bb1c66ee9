# مریض کے ریکارڈ کی روداد: کس نے کیا کیا۔ ہر عمل کے الفاظ نام کے بعد آتے ہیں: "ثنا ملک نے چارٹ کھولا"۔
trail-title = { $name } کا ریکارڈ کس نے دیکھا اور بدلا
trail-lede = ہر نظر، ہر تبدیلی اور ہر پیغام، نیا سب سے اوپر۔ کوئی کسی سطر کو نہیں بدل سکتا۔ آپ کا یہ پڑھنا بھی ایک سطر ہے۔
trail-none = ابھی کچھ نہیں ہوا
trail-none-next = جیسے ہی کوئی اس مریض کا ریکارڈ کھولے گا یا بدلے گا، یہاں ایک سطر آئے گی۔
trail-messages = پیغامات
trail-refused = انکار
trail-left = کلینک سے باہر گیا
trail-pages = روداد کے صفحے
trail-newest = تازہ ترین
trail-older = پرانے
trail-emergency = ہنگامی
trail-clinic-title = کلینک کی روداد
trail-by = کس نے
trail-anybody = کوئی بھی
trail-what = کیا
trail-anything = کچھ بھی
trail-end = نتیجہ
trail-any-end = کوئی بھی
trail-done = ہو گیا
trail-only-emergency = صرف ہنگامی رسائی
trail-only-support = صرف وہ جو پلیٹ فارم کے معاون عملے نے دیکھا
trail-show = دکھائیں
trail-show-all = سب دکھائیں
trail-nothing-found = ایسا کچھ نہیں ہوا
trail-nothing-found-next = کم شرطیں چنیں یا سب کچھ دیکھیں۔
trail-room = { $room ->
    [identity] سائن اِن اور عملہ
    [emergency] ہنگامی رسائی
    [chart] چارٹ
    [visits] معائنے اور نوٹ
    [patients] مریضوں کی تلاش
    [booking] بکنگ
    [queue] انتظار گاہ
    [consent] اجازت
    [messaging] پیغامات
    [billing] رقم
    [records] درآمد
    [audit_trail] روداد پڑھنا
   *[clinics] خود کلینک
}
trail-actor = { $kind ->
    [staff] ایک سابق رکن
    [visitor] عوامی صفحے کے ایک مہمان
    [bearer] مریض کا لنک رکھنے والے
    [job] Wellkept
    [founder] کلینک کے بانی
    [support] پلیٹ فارم کا معاون عملہ
    [client] کلینک کا ایک پروگرام
   *[program] سرور کی ایک کمانڈ
}
trail-reason = { $reason ->
    [no_consent] اجازت نہیں دی گئی
    [stopped] مریض نے بند کیا
    [too_many] ایک دن میں بہت زیادہ
    [no_number] نمبر معلوم نہیں
    [no_longer_true] بات درست نہ رہی
    [carrier_refused] پیغام رساں نے انکار کیا
    [gave_up] پیغام رساں سے رابطہ نہ ہوا
   *[other] { $reason }
}
act-api-call-beyond-scope = نے وہ مانگا جس کی اس کی کلید اجازت نہیں دیتی
act-api-call-from-elsewhere = نے اپنی کلید ایسے پتے سے دکھائی جو درج نہیں
act-api-confirm-range = نے ایک پروگرام کو پتوں کی ایک حد سے آنے دیا
act-api-issue-certificate = نے ایک پروگرام کو سرٹیفکیٹ جاری کیا
act-api-make-client = نے ایک پروگرام کے لیے کلید بنائی
act-api-register-range = نے ایک پروگرام کے لیے پتوں کی حد درج کی
act-api-revoke-certificate = نے ایک پروگرام کا سرٹیفکیٹ واپس لیا
act-api-revoke-client = نے ایک پروگرام کی کلید واپس لی
act-api-revoke-range = نے ایک پروگرام پر پتوں کی ایک حد بند کی
act-api-see-client = نے کلینک کا ایک پروگرام دیکھا
act-api-see-clients = نے کلینک کے پروگرام دیکھے
act-api-see-me = نے پوچھا کہ وہ کون ہے
act-audit-trail-read = نے یہ روداد پڑھی
act-audit-trail-read-clinic = نے کلینک کی روداد پڑھی
act-billing-list = نے بلوں کی فہرست دیکھی
act-billing-pay = نے ادائیگی وصول کی
act-billing-raise = نے بل بنایا
act-billing-receipt = نے رسید کھولی
act-billing-show = نے بل کھولا
act-booking-stop-messages = لنک سے پیغامات بند کیے
act-booking-book = نے ملاقات بک کی
act-booking-cancel = نے ملاقات منسوخ کی
act-booking-confirm = نے ملاقات کی تصدیق کی
act-booking-list-for-program = نے ایک دن کی ملاقاتوں کی فہرست لی
act-booking-move = نے ملاقات کا وقت بدلا
act-booking-restore = نے منسوخی واپس لی
act-booking-see-own = نے ملاقات کا اپنا صفحہ کھولا
act-booking-approve = نے درخواست منظور کی
act-booking-book-at-desk = نے استقبالیہ پر ملاقات بُک کی
act-booking-cancel-at-desk = نے استقبالیہ پر ملاقات منسوخ کی
act-booking-decline = نے درخواست نامنظور کی
act-booking-move-at-desk = نے استقبالیہ پر ملاقات کا وقت بدلا
act-booking-overbook = نے ایک وقت دوبارہ دیا
act-booking-overbook-own = نے اپنا ایک وقت دوبارہ دیا
act-booking-restore-at-desk = نے استقبالیہ پر منسوخی واپس لی
act-booking-see-calendar = نے کیلنڈر دیکھا
act-booking-see-requests = نے آئی ہوئی درخواستیں دیکھیں
act-booking-see-visit = نے ایک ملاقات کھولی
act-calendar-make-feed = نے بُک شدہ اوقات کا خفیہ پتہ بنایا
act-calendar-read-feed = نے اس دن پہلی بار بُک شدہ اوقات کیلنڈر میں پڑھے
act-calendar-revoke-feed = نے بُک شدہ اوقات کا ایک پتہ واپس لیا
act-calendar-see-feeds = نے بُک شدہ اوقات کے پتے دیکھے
act-chart-open = نے چارٹ کھولا
act-clinics-add-location = نے ایک مقام شامل کیا
act-clinics-close-location = نے ایک مقام بند کیا
act-clinics-rename-location = نے ایک مقام کا نام بدلا
act-clinics-reopen-location = نے ایک مقام دوبارہ کھولا
act-clinics-see-locations = نے مقامات دیکھے
act-clinics-open = نے کلینک کھولا
act-consent-give-at-desk = نے استقبالیہ پر پیغامات کی اجازت درج کی
act-consent-stop-at-desk = نے استقبالیہ پر پیغامات بند کرنے کی بات درج کی
act-emergency-close = نے ہنگامی رسائی بند کی
act-emergency-open = نے ہنگامی حالت میں چارٹ کھولا
act-emergency-review = نے ہنگامی رسائی کا جائزہ لیا
act-emergency-see-all = نے ہنگامی رسائیاں دیکھیں
act-emergency-see-shut-chart = کو بتایا گیا کہ چارٹ بند ہے
act-identity-accept = نے دعوت قبول کی
act-identity-accept-by-directory = ڈائریکٹری کے ذریعے دعوت قبول کی
act-identity-close-case = نے مشترکہ سائن اِن کا معاملہ ٹھیک قرار دیا
act-identity-raise-case = کو دو جگہ یا بہت سے آلات پر سائن اِن دیکھا گیا
act-identity-see-cases = نے مشترکہ سائن اِن کے معاملات دیکھے
act-identity-see-security-settings = نے حفاظتی ترتیبات دیکھیں
act-identity-set-idle-minutes = نے طے کیا کہ کتنے خاموش منٹ بعد اسکرین سائن آؤٹ ہو
act-identity-come-back = ڈائریکٹری سے واپس آئے
act-identity-go-to-directory = سائن اِن کے لیے ڈائریکٹری پر گئے
act-identity-end-session = نے اپنا ایک سیشن ختم کیا
act-identity-add-app = نے سائن اِن کے لیے ایپ شامل کی
act-identity-add-passkey = نے پاس کی شامل کی
act-identity-name-passkey = نے پاس کی کا نام بدلا
act-identity-prove-passkey = نے غلط پاس کی دکھائی
act-identity-remove-passkey = نے پاس کی ہٹائی
act-identity-stop-passkey = نے ایک پاس کی بند کی جس کی شاید نقل بن چکی تھی
act-identity-change-password = نے اپنا پاس ورڈ بدلا
act-identity-make-codes = نے نئے ہنگامی کوڈ بنائے
act-identity-prove-code = نے غلط کوڈ دیا
act-identity-remove-app = نے سائن اِن کی ایپ ہٹائی
act-identity-require-factor = نے طے کیا کہ دوسرا ثبوت کس کے لیے لازم ہے
act-identity-use-recovery-code = نے ہنگامی کوڈ استعمال کیا
act-identity-invite = نے کسی کو عملے میں بلایا
act-identity-link-to-directory = رکن کو ڈائریکٹری کے اکاؤنٹ سے جوڑا
act-identity-change-role = نے ایک کردار بدلا
act-identity-leave = نے درج کیا کہ کوئی عملہ چھوڑ گیا
act-identity-renew-invitation = نے دعوت کا نیا لنک بنایا
act-identity-restore-invitation = نے دعوت دوبارہ کھولی
act-identity-resume = نے کسی کو دوبارہ آنے دیا
act-identity-revoke-invitation = نے دعوت واپس لی
act-identity-suspend = نے کسی کو معطل کیا
act-identity-take-back = نے عملے سے جانے کا اندراج واپس لیا
act-identity-page-of-another-role = دوسرے کردار کا صفحہ مانگا
act-identity-release-directory-link = ڈائریکٹری سے رکن کا جوڑ ختم کیا
act-identity-remove-directory = کلینک کی ڈائریکٹری ہٹائی
act-identity-see-directory = ڈائریکٹری کی ترتیبات دیکھیں
act-identity-prove = نے دوبارہ ثابت کیا کہ وہی ہیں
act-identity-ask-reset = نے نیا پاس ورڈ مانگا
act-identity-reset = نے نیا پاس ورڈ چنا
act-identity-see-invitation = دعوت دیکھی
act-identity-see-team = نے عملے کی فہرست دیکھی
act-identity-set-directory = کلینک کی ڈائریکٹری مقرر کی
act-identity-sign-in = نے سائن اِن کیا
act-identity-wrong-password = غلط پاس ورڈ کی وجہ سے سائن اِن نہ ہو سکے
act-messaging-give-up = سے پیغام نہ بھیجا جا سکا
act-messaging-hold-back = نے پیغام نہیں بھیجا
act-messaging-receive = نے جواب وصول کیا
act-messaging-see = نے پیغامات پڑھے
act-messaging-send = نے پیغام بھیجا
act-operator-add = نے پلیٹ فارم کا منتظم شامل کیا
act-operator-ask-leave = نے کلینک میں دیکھنے کی اجازت مانگی
act-operator-enrol = نے منتظم کے طور پر پاس کی رجسٹر کی
act-operator-enter = مالک کی اجازت سے اندر آیا
act-operator-give-leave = نے منتظم کو دیکھنے کی اجازت دی
act-operator-refuse-leave = نے منتظم کو اجازت دینے سے انکار کیا
act-operator-resume-clinic = نے کلینک کو دوبارہ کام کرنے دیا
act-operator-revoke-leave = نے منتظم کی اجازت ختم کی
act-operator-see-leave = نے معاون رسائی کا صفحہ دیکھا
act-operator-see-under-leave = نے دیکھا کہ منتظم نے کیا کھولا
act-operator-sign-in = نے منتظم کے طور پر سائن اِن کیا
act-operator-suspend = نے پلیٹ فارم کا منتظم معطل کیا
act-operator-suspend-clinic = نے کلینک معطل کیا
act-patients-find = نے مریض تلاش کیا
act-patients-read-by-program = نے پڑھا کہ مریض کون ہے
act-phone-look = نے فرضی فون دیکھے
act-promises-plant-canary = نے وعدہ جانچنے کے لیے ایک آزمائشی مریض درج کیا
act-queue-arrive = نے مریض کی آمد درج کی
act-queue-call = نے مریض کو اندر بلایا
act-queue-finish = نے استقبالیہ پر ملاقات مکمل کی
act-queue-no-show = نے درج کیا کہ مریض نہیں آیا
act-queue-see-day = نے دن کی فہرست دیکھی
act-queue-undo-arrive = نے آمد کا اندراج واپس لیا
act-queue-prioritise = نے مریض کو پہلے بھیجا یا یہ واپس لیا
act-queue-see-ticket = نے ایک ٹوکن دیکھا
act-queue-undo-walk-in = نے بغیر وقت آنے والے کا اندراج واپس لیا
act-queue-pause = نے ایک معالج کی قطار میں وقفہ کیا
act-queue-resume = نے وقفہ ختم کیا
act-queue-set-rules = نے انتظار گاہ کے اصول مقرر کیے
act-queue-transfer = نے انتظار کرتے مریض کو کسی اور کے پاس بھیجا
act-queue-check-in = نے خود آمد درج کی
act-queue-close-door = نے خود آمد درج کرنے کی جگہ بند کی
act-queue-open-door = نے خود آمد درج کرنے کی جگہ کھولی
act-queue-say-here = نے لنک سے بتایا کہ آ گئے ہیں
act-queue-walk-in = نے بغیر وقت آنے والے کو درج کیا
act-records-import = نے ریکارڈ درآمد کیے
act-records-read-imports = نے درآمدات دیکھیں
act-records-take = نے درآمد شدہ ریکارڈ شامل کیا
act-visits-amend = نے دستخط شدہ نوٹ میں اضافہ کیا
act-visits-open = نے معائنہ کھولا
act-visits-read-note = نے نوٹ پڑھا
act-visits-record-vitals = نے علامات درج کیں
act-visits-sign = نے نوٹ پر دستخط کیے
act-visits-start = نے معائنہ شروع کیا
act-visits-treat = نے مریض کا علاج کیا
act-visits-write-draft = نے نوٹ کا مسودہ لکھا
trail-choose = صرف کچھ دکھائیں
act-hours-except = نے بتایا کہ کچھ دن معمول سے ہٹ کر ہیں
act-hours-see = نے اوقات دیکھے
act-hours-set-week = نے معالج کا ہفتہ طے کیا
act-hours-take-back = نے معمول سے ہٹ کر دن واپس لیے
act-services-add-room = نے کمرہ شامل کیا
act-services-keep = نے خدمت محفوظ کی
act-services-see = نے خدمات دیکھیں
act-services-use-room = نے بدلا کہ کمرہ استعمال میں ہے یا نہیں
act-clinics-accept-terms = نے شرائط قبول کیں
act-identity-ask-to-open = کلینک کھولنے کی درخواست ہوئی
act-identity-ask-sign-in-code = نے سائن اِن کے لیے خط سے کوڈ مانگا
act-booking-hold = فارم بھرنے تک ایک وقت روکا
act-booking-see-rules = آن لائن بکنگ کے اصول دیکھے
act-booking-set-rules = آن لائن بکنگ کے اصول بدلے
act-waitlist-join = انتظار کی فہرست میں نام لکھوایا
act-waitlist-offer = انتظار کرنے والوں کو خالی اوقات پیش کیے
act-waitlist-take = پیش کیا گیا وقت لے لیا
act-waitlist-decline = پیش کیا گیا وقت نہیں لیا
act-waitlist-leave = انتظار کی فہرست سے نام نکالا
act-waitlist-see-own = انتظار کی فہرست میں اپنی جگہ دیکھی
act-waitlist-see = انتظار کی فہرست دیکھی
act-waitlist-take-off = کسی کا نام انتظار کی فہرست سے نکالا
act-booking-ask-for-code = اپنے نمبر پر کوڈ مانگا
act-messaging-send-code = نمبر ثابت کرنے کا کوڈ بھیجا
act-booking-see-by-program = نے اپنا لیا ہوا ایک وقت دیکھا
trail-program = { $name }، کلینک کا ایک پروگرام
