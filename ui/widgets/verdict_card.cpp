// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/verdict_card.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainterPath>
#include <QVBoxLayout>

#include "ui/widgets/flow_layout.h"
#include "ui/widgets/label.h"

namespace pwb::ui {

VerdictCard::VerdictCard(QWidget* parent)
    : QFrame(parent),
      m_block(new QWidget),
      m_mark(new QLabel),
      m_headline(label({}, TextRole::Verdict)),
      m_below(label({}, TextRole::Table, Tone::Secondary)),
      m_sentence(label({}, TextRole::Sentence)),
      m_right(new QWidget),
      m_facts(new QWidget),
      m_flow(new FlowLayout(kGrid, m_facts)) {
    m_flow->setMaxLines(2);
    setObjectName(QStringLiteral("verdictCard"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(1, 1, 1, 1);
    row->setSpacing(0);

    auto* left = new QVBoxLayout(m_block);
    left->setContentsMargins(16, 14, 16, 14);
    left->setSpacing(4);
    left->addWidget(label(tr("Verdict"), TextRole::Table, Tone::Secondary));
    auto* line = new QHBoxLayout;
    line->setSpacing(kGrid);
    line->addWidget(m_mark, 0, Qt::AlignVCenter);
    line->addWidget(m_headline, 1);
    left->addLayout(line);
    left->addWidget(m_below);
    left->addStretch(1);
    m_headline->setObjectName(QStringLiteral("verdictHeadline"));
    m_below->setWordWrap(true);
    m_block->setMinimumWidth(scaled(208));
    row->addWidget(m_block);

    auto* right = new QVBoxLayout(m_right);
    right->setContentsMargins(24, 16, 16, 12);
    right->setSpacing(12);
    m_sentence->setObjectName(QStringLiteral("verdictSentence"));
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    right->addWidget(m_sentence);
    right->addWidget(m_facts);
    right->addStretch(1);
    row->addWidget(m_right, 1);
}

void VerdictCard::setVerdict(const std::optional<EngineKind>& kind, const QString& headline,
                             const QString& below) {
    m_kind = kind;
    m_headline->setText(headline);
    m_below->setText(below);
    m_below->setVisible(!below.isEmpty());
    setTone(m_headline, kind ? Tone::Normal : Tone::Secondary);
    setAccessibleName(tr("Verdict") + QStringLiteral(": ") + headline);
    showMark();
    update();
}

void VerdictCard::setReason(const QString& sentence, const QList<Fact>& facts) {
    m_sentence->setText(sentence);
    QStringList all;
    for (const Fact& fact : facts) all << QString(fact.text).remove('*');
    setAccessibleDescription(sentence + QStringLiteral(" ") + all.join(QStringLiteral("; ")));
    m_facts->setToolTip(all.join('\n'));
    while (m_chips.size() > facts.size()) delete m_chips.takeLast();
    for (qsizetype i = 0; i < facts.size(); ++i) {
        if (i == m_chips.size()) {
            m_chips.append(new Chip(m_facts));
            m_flow->addWidget(m_chips.last());
            m_chips.last()->show();
        }
        m_chips[i]->set(facts[i].sign, facts[i].text);
    }
    m_facts->setVisible(!facts.isEmpty());
    m_flow->activate();
    resizeEvent(nullptr);
}

void VerdictCard::showMark() {
    m_mark->setVisible(m_kind.has_value());
    if (m_kind) m_mark->setPixmap(markPixmap(*m_kind, scaled(22), devicePixelRatioF()));
}

void VerdictCard::resizeEvent(QResizeEvent* event) {
    if (event) QFrame::resizeEvent(event);
    // Chips in lines have a height for their width, which a row of widgets does not ask for by itself.
    const int room = m_right->width() - 40;
    if (room > 0) m_facts->setFixedHeight(std::max(1, m_flow->heightForWidth(room)));
}

void VerdictCard::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) showMark();
}

void VerdictCard::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath outline;
    outline.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.fillPath(outline, theme.card);
    painter.setClipPath(outline);
    const QRect block(0, 0, m_block->geometry().right() + 1, height());
    painter.fillRect(block, m_kind ? theme.tint(*m_kind) : theme.raised);
    painter.fillRect(QRect(block.right(), 0, 1, height()), theme.hairline);
    painter.setClipping(false);
    painter.strokePath(outline, QPen(theme.hairline, 1));
}

}  // namespace pwb::ui
