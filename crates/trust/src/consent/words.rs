//! The words by which people stop and start messages, in the languages our patients write. Lists, so that somebody who
//! speaks a language can add to them; `understand` folds case, accents, width and look-alike letters of both sides.

/// Mean stop wherever they stand in a short text, unless it is about something else.
pub(super) const STOPS: &[&str] = &[
    "stop", "stopall", "stop all", "stpo", "sotp", "tsop", "unsubscribe", "unsubcribe", "unsuscribe", "opt out", "optout", "revoke", "stop it",
    // Roman Urdu and Hindi
    "band karo", "band kro", "band karen", "band karein", "band krein", "band kardo", "band kar do", "band kar dein", "band kardein", "band kijiye",
    "bund karo", "bund kro", "bund karein", "bund kar do", "mat bhejo", "mat bhejen", "mat bhejein", "na bhejo", "na bhejen", "na bhejein",
    "rok do", "rok dein", "roko", "rokein", "roko", "bas karo", "bas karein",
    // Urdu
    "روکیں", "روکو", "روک دیں", "روک دو", "بند کریں", "بندکریں", "بند کرو", "بند کر دیں", "بند کردیں", "بند کر دو", "بند کیجیے", "نہ بھیجیں", "نہ بھیجو",
    "مت بھیجیں", "مت بھیجو", "بس کریں", "بس کرو",
    // Hindi
    "बंद करो", "बंद करें", "बंद कर दो", "बंद कर दें", "बंद कीजिए", "बन्द करो", "बन्द करें", "मत भेजो", "मत भेजें", "न भेजें", "ना भेजें", "रोको", "रोकें", "रोक दो",
    // Arabic
    "أوقف", "أوقفوا", "إيقاف", "إلغاء الاشتراك", "لا ترسل", "لا ترسلوا", "توقفوا",
    // French, Spanish, Malayalam, Russian
    "arrêtez", "désabonner", "désinscrire", "darse de baja", "darme de baja", "dejar de enviar", "നിർത്തുക", "നിർത്തൂ", "стоп",
];

/// Mean stop only when nothing else is said: each has another everyday meaning.
pub(super) const STOPS_ALONE: &[&str] = &[
    "end", "quit", "cancel", "cancel all", "enough", "remove", "stop stop", "no stop", "enough stop",
    "arrêt", "arrêter", "alto", "parar", "pare", "basta", "baja", "detener", "cancelar", "توقف", "وقف", "كفى", "إلغاء", "بس", "ختم", "band", "bas", "roken", "निकालो",
];

/// Said alone with courtesies that would otherwise leave nothing.
pub(super) const SHOUTED_ONLY_ALONE: &[&str] = &["no messages", "no more", "no texts", "no sms", "no thanks no messages"];

/// Can mean nothing else, in a text of any length.
pub(super) const STOPS_ANYWHERE: &[&str] = &[
    "stop messaging", "stop texting", "stop sending", "stop contacting", "stop writing", "stop whatsapping", "stop spamming", "stop bothering", "stop these messages",
    "stop the messages", "stop your messages", "stop all messages", "stop messages", "dont text", "dont message", "dont contact", "dont write", "dont send me", "do not text", "do not message",
    "do not contact", "do not write", "do not send me", "never text", "never message", "never contact", "no more messages", "no more texts", "no more sms", "no more reminders",
    "remove me", "remove my number", "delete my number", "take me off", "leave me alone", "opt out of", "revoke my consent", "withdraw my consent", "unsubscribe me",
    "message mat karo", "msg mat karo", "msg na karein", "msg na karo", "message na karein", "message band", "msg band", "messages band", "sms band", "message mat bhejo", "msg nahi chahiye", "message nahi chahiye",
    "میسج نہ کریں", "میسج بند", "پیغام نہ بھیجیں", "پیغامات نہ بھیجیں", "پیغام بند", "پیغامات بند", "میسج نہیں چاہیے", "मैसेज बंद", "संदेश बंद", "मैसेज मत", "संदेश न भेजें",
    "ne plus recevoir", "plus de messages", "no más mensajes", "no me escriba", "لا أريد رسائل", "لا ترسل",
];

/// The whole text, and nothing else, starts messages again.
pub(super) const STARTS: &[&str] = &["start", "unstop", "yes", "شروع", "شروع کریں", "ہاں", "جی ہاں", "शुरू", "शुरू करें", "हाँ", "ابدأ", "نعم"];

/// What stands around a stop without changing it.
pub(super) const COURTESIES: &[&str] = &[
    "please", "pls", "plz", "plse", "kindly", "now", "today", "immediately", "thanks", "thank", "thankyou", "thx", "you", "u", "ok", "okay", "hi", "hello", "dear", "sir", "madam",
    "doctor", "dr", "reply", "i", "want", "to", "would", "like", "me", "my", "this", "these", "those", "the", "all", "it", "just", "again", "and", "sent", "from", "iphone", "1",
    "براہ", "کرم", "مہربانی", "शुक्रिया", "कृपया", "meherbani", "mehrbani", "bhai", "ji", "s'il", "vous", "plaît", "por", "favor", "من", "فضلك", "merci", "gracias",
];

/// Messages themselves.
pub(super) const MESSAGE_WORDS: &[&str] = &[
    "message", "messages", "messaging", "msg", "msgs", "text", "texts", "texting", "sms", "whatsapp", "reminder", "reminders", "spam", "sending", "contacting",
    "میسج", "پیغام", "پیغامات", "मैसेज", "संदेश", "رسائل", "رسالة", "mensajes", "notifications",
];

/// Before a stop, they make it another thing: a bus stop, "I will stop by".
pub(super) const ELSEWHERE_BEFORE: &[&str] = &["bus", "tram", "train", "metro", "taxi", "rickshaw", "next", "last", "non", "pit", "full", "truck", "first"];

/// Beside a stop, they say what stops: a visit, a medicine, a complaint.
pub(super) const ELSEWHERE_AFTER: &[&str] = &[
    "stop by", "by", "over", "sign", "near", "watch", "tablet", "tablets", "medicine", "medicines", "medication", "pill", "pills", "drops", "insulin", "antibiotic", "antibiotics", "dose", "treatment",
    "taking", "using", "eating", "drinking", "feeding", "breastfeeding", "smoking", "coughing", "cough", "vomiting", "bleeding", "crying", "itching", "pain", "fever", "bus", "train",
    "dawai", "dawa", "goli", "دوا", "دوائی", "گولی", "گولیاں", "دوائیں", "दवा", "दवाई", "गोली", "الدواء", "clinic", "کلینک", "क्लिनिक",
];

/// Asking for messages to go on, or saying that something else goes on.
pub(super) const DENIALS: &[&str] = &["dont stop", "do not stop", "never stop", "does not stop", "doesnt stop", "wont stop", "will not stop", "cant stop", "cannot stop", "not stopping"];

/// Signs that, alone, need no words.
pub(super) const STOP_SIGNS: &[char] = &['🛑', '⛔', '🚫'];
