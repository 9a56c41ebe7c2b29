#include "translations.h"

#include <QCoreApplication>
#include <QTranslator>

using namespace Qt::StringLiterals;

namespace syncline {

void installTranslations(const QLocale &locale)
{
    QLocale::setDefault(locale);
    const auto install = [](const QLocale &language) {
        auto *translator = new QTranslator(QCoreApplication::instance());
        if (translator->load(language, u"syncline"_s, u"_"_s, u":/i18n"_s))
            QCoreApplication::installTranslator(translator);
        else
            delete translator;
    };
    // The one installed last is asked first; what it does not know comes from the source texts with English
    // plurals.
    install(QLocale(QLocale::English));
    if (locale.language() != QLocale::English && locale.language() != QLocale::C)
        install(locale);
}

} // namespace syncline
