// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/changes/sample_answers.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QPushButton>

#include "ui/models/format.h"
#include "ui/models/samples.h"
#include "ui/theme/theme.h"
#include "ui/widgets/answer_bars.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/sample_picture.h"
#include "ui/widgets/save_chart.h"
#include "ui/widgets/scroll_body.h"

namespace pwb::ui {

SampleAnswers::SampleAnswers(QWidget* parent)
    : QWidget(parent),
      m_sampleCard(new Card(tr("Sample"))),
      m_tableCard(new Card(tr("Answers to this sample"))) {
    buildSample();
    buildTable();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2 * kGrid);
    column->addWidget(m_sampleCard, 1);
    column->addWidget(m_tableCard);
}

void SampleAnswers::buildSample() {
    const auto tool = [&](const QString& text, const QString& tip, auto action) {
        auto* button = flatButton(text, {});
        button->setToolTip(tip);
        connect(button, &QPushButton::clicked, this, action);
        m_sampleCard->addTool(button);
        m_tools << button;
    };
    tool(QChar(0x2039) + u' ' + tr("Previous"), tr("K"), [this] { emit stepped(-1); });
    tool(tr("Next") + u' ' + QChar(0x203A), tr("J"), [this] { emit stepped(1); });
    tool(tr("Copy path"), tr("Copies the whole path of the picture"), [this] {
        if (m_document && m_sample >= 0)
            QApplication::clipboard()->setText(samplePath(*m_document, m_sample));
    });
    m_picture = new SamplePicture;
    m_sampleCard->body()->addWidget(m_picture, 1);
    m_barRow = new QHBoxLayout;
    m_barRow->setSpacing(3 * kGrid);
    QWidget* bars = scrollBody(m_barRow);
    setKinds(result::shownKinds(nullptr));
    bars->setFixedHeight(m_bars.first()->sizeHint().height() + 2 * kGrid);
    m_sampleCard->body()->addWidget(bars);
}

void SampleAnswers::buildTable() {
    m_tableCard->setHint(
        tr("the five likeliest classes of each engine; J and K go to the next and the previous sample"));
    m_table = new DataTable(QStringLiteral("answersTable"));
    m_table->setAccessibleName(tr("Answers to this sample"));
    m_table->setFitsRows(true);
    m_tableCard->addTool(m_table->copyButton());
    m_tableCard->body()->setContentsMargins(1, 4, 1, 1);
    m_tableCard->body()->addWidget(m_table);
}

void SampleAnswers::setDocument(const std::shared_ptr<const result::RunResult>& document) {
    m_document = document;
    setKinds(result::shownKinds(document.get()));
}

void SampleAnswers::setKinds(const std::vector<result::EngineKind>& kinds) {
    if (kinds == m_engines) return;
    m_engines = kinds;
    qDeleteAll(m_bars);
    m_bars.clear();
    for (const result::EngineKind& kind : kinds) {
        m_bars << new AnswerBars(kind);
        if (kinds.size() > base::kAllPrecisions.size()) m_bars.last()->setMinimumWidth(ui::scaled(168));
        m_barRow->addWidget(m_bars.last(), 1);
    }
}

void SampleAnswers::showSample(const Change* change) {
    const bool known = m_document && change;
    m_sample = known ? change->sample : -1;
    for (QPushButton* button : m_tools) button->setEnabled(known);
    m_sampleCard->setEmptyText(
        known ? QString() : tr("Choose a sample on the left to see it with the answers of all engines."));
    m_tableCard->setVisible(known);
    m_picture->setPath(known ? samplePath(*m_document, m_sample) : QString());
    for (AnswerBars* bars : m_bars) bars->setSample(known ? m_document : nullptr, m_sample);
    if (!known) {
        m_sampleCard->setTitle(tr("Sample"));
        m_sampleCard->setHint({});
        return;
    }
    const int label = m_document->manifest->samples[static_cast<std::size_t>(m_sample)].label;
    m_sampleCard->setTitle(sampleName(*m_document, m_sample));
    m_sampleCard->setHint(
        tr("true class %1, %2").arg(className(*m_document, label), changeKindName(change->kind)));
    m_table->setTable(answersTable(m_sample));
}

CellTable SampleAnswers::answersTable(int sample) const {
    CellTable table;
    table.columns = {{tr("Rank"), {}, true}};
    for (const result::EngineKind& kind : m_engines)
        table.columns << CellColumn{tr("answer"), engineName(kind), false, {}, {}, true}
                      << CellColumn{tr("confidence"), engineName(kind), true};
    const int label = m_document->manifest->samples[static_cast<std::size_t>(sample)].label;
    for (std::size_t rank = 0; rank < 5; ++rank) {
        QVector<Cell> row = {{QString::number(rank + 1), static_cast<int>(rank)}};
        for (const result::EngineKind& kind : m_engines) {
            const auto* prediction = predictionOf(m_document->engine(kind.engine), sample);
            if (!prediction || prediction->classes[rank] < 0) {
                row << Cell{QStringLiteral("·"), {}, Cell::Tone::Waiting}
                    << Cell{QStringLiteral("·"), {}, Cell::Tone::Waiting};
                continue;
            }
            Cell answer{className(*m_document, prediction->classes[rank])};
            if (prediction->classes[rank] == label) {
                answer.tone = Cell::Tone::Strong;
                answer.hint = tr("the true class");
            }
            const double confidence = static_cast<double>(prediction->confidences[rank]);
            row << answer << Cell{formatNumber(confidence, 3), confidence};
        }
        table.rows << row;
    }
    return table;
}

}  // namespace pwb::ui
