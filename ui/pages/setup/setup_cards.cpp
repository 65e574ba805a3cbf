// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/setup/setup_cards.h"

#include <QDir>
#include <QMenu>
#include <QPushButton>

#include "ui/theme/theme.h"
#include "ui/widgets/save_chart.h"

namespace pwb::ui {

QPushButton* SetupCard::openButton(const QString& text, const QString& objectName) {
    QPushButton* button = flatButton(text, QStringLiteral("folder"));
    button->setObjectName(objectName);
    auto* menu = new QMenu(button);
    menu->setObjectName(objectName + QStringLiteral("Menu"));
    connect(menu->addAction(tr("Folder…")), &QAction::triggered, this, &SetupCard::openRequested);
    connect(menu->addAction(tr("File: list, annotations, tensors, video…")), &QAction::triggered, this,
            &SetupCard::openFileRequested);
    connect(button, &QPushButton::clicked, menu,
            [button, menu] { menu->popup(button->mapToGlobal(QPoint(0, button->height()))); });
    return button;
}

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

QStringList dataSuffixes() {
    return QStringLiteral("csv tsv json yaml yml npz npy mp4 m4v mov avi mkv webm").split(u' ');
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
