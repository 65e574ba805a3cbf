// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/setup/setup_cards.h"

#include <QDir>

#include "ui/theme/theme.h"

namespace pwb::ui {

QComboBox* choiceBox(const QString& objectName, std::initializer_list<std::pair<QString, QString>> choices) {
    auto* box = new QComboBox;
    box->setObjectName(objectName);
    box->setFont(ui::font(TextRole::Table));
    for (const auto& [text, data] : choices) box->addItem(text, data);
    return box;
}

void choose(QComboBox* box, const QString& data) {
    const int index = box->findData(data);
    if (index >= 0 && index != box->currentIndex()) box->setCurrentIndex(index);
}

QString shortPath(const std::filesystem::path& path) {
    const std::filesystem::path parent = path.parent_path().filename();
    return QString::fromStdString((parent.empty() ? path.filename() : parent / path.filename()).string());
}

QString homePath(const std::filesystem::path& path) {
    const QString text = QString::fromStdString(path.string());
    const QString home = QDir::homePath();
    return text.startsWith(home + '/') ? '~' + text.mid(home.size()) : text;
}

}  // namespace pwb::ui
