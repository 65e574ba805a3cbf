// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/surroundings.h"

#include <QCoreApplication>

#include "tests/support/places.h"

namespace pwb::tests {
namespace fs = std::filesystem;

Surroundings::Surroundings() {
    const auto set = [](const char* name, const std::string& value) {
        qputenv(name, QByteArray::fromStdString(value));
    };
    const auto folder = [&](const char* variable, const char* name) {
        fs::create_directory(m_home / name);
        set(variable, m_home.at(name));
    };
    set("HOME", m_home.path().string());
    folder("XDG_CONFIG_HOME", "config");
    folder("XDG_CACHE_HOME", "cache");
    folder("XDG_DATA_HOME", "data");
    folder("XDG_STATE_HOME", "state");
    folder("TMPDIR", "tmp");
    folder("XDG_RUNTIME_DIR", "runtime");
    fs::permissions(m_home / "runtime", fs::perms::owner_all);  // Qt wants it for its owner alone
    set("PWB_CACHE", "");

    set("QT_QPA_PLATFORM", "offscreen");
    set("QT_SCALE_FACTOR", "1");
    set("QT_FONT_DPI", "96");
    for (const char* name :
         {"QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME", "QT_SCREEN_SCALE_FACTORS", "LANGUAGE"})
        qunsetenv(name);
    set("FONTCONFIG_FILE", (testData() / "fonts.conf").string());
    set("TZ", "UTC");
    set("LANG", "C.UTF-8");
    set("LC_ALL", "C.UTF-8");

    QCoreApplication::setOrganizationName(QStringLiteral("precision-workbench"));
    QCoreApplication::setApplicationName(QStringLiteral("precision-workbench"));
}

}  // namespace pwb::tests
