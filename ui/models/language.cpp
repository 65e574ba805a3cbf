// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace pwb::ui {
namespace {

QString& language() {
    static QString current = QStringLiteral("en");
    return current;
}

void install(QTranslator& translator, const QString& file, const QString& folder) {
    QCoreApplication::removeTranslator(&translator);
    if (!file.isEmpty() && translator.load(file, folder)) QCoreApplication::installTranslator(&translator);
}

}  // namespace

QString currentLanguage() {
    return language();
}

void applyLanguage(const QString& choice) {
    const bool chinese = choice.isEmpty() ? QLocale::system().language() == QLocale::Chinese
                                          : choice.startsWith(QLatin1String("zh"));
    language() = chinese ? QStringLiteral("zh_CN") : QStringLiteral("en");
    static QTranslator own, qtOwn;
    install(own, chinese ? QStringLiteral("precision-workbench_zh_CN") : QString(), QStringLiteral(":/i18n"));
    install(qtOwn, chinese ? QStringLiteral("qtbase_zh_CN") : QString(),
            QLibraryInfo::path(QLibraryInfo::TranslationsPath));
}

const base::Words& words() {
    return base::Words::of(language().toStdString());
}

}  // namespace pwb::ui
