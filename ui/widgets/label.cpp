// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/label.h"

#include <QStyle>
#include <QVariant>

namespace pwb::ui {
namespace {

QString toneName(Tone tone) {
    switch (tone) {
        case Tone::Normal:
            return {};
        case Tone::Secondary:
            return QStringLiteral("secondary");
        case Tone::Waiting:
            return QStringLiteral("waiting");
        case Tone::Good:
            return QStringLiteral("good");
        case Tone::Bad:
            return QStringLiteral("bad");
        case Tone::Accent:
            return QStringLiteral("accent");
    }
    return {};
}

}  // namespace

QLabel* label(const QString& text, TextRole role, Tone tone) {
    auto* made = new QLabel(text);
    made->setFont(font(role));
    made->setTextFormat(Qt::PlainText);
    made->setProperty("tone", toneName(tone));
    return made;
}

QLabel* paragraph(TextRole role, Tone tone) {
    QLabel* made = label({}, role, tone);
    made->setWordWrap(true);
    made->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    made->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return made;
}

void setTone(QLabel* label, Tone tone) {
    if (label->property("tone") == toneName(tone)) return;
    label->setProperty("tone", toneName(tone));
    label->style()->unpolish(label);
    label->style()->polish(label);
}

QFrame* separator() {
    auto* line = new QFrame;
    line->setProperty("role", QStringLiteral("line"));
    line->setFixedHeight(1);
    return line;
}

}  // namespace pwb::ui
