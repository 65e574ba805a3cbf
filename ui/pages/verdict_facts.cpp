// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/verdict_facts.h"

#include <QCoreApplication>

#include "ui/models/format.h"

namespace pwb::ui {
namespace {

struct Facts {
    Q_DECLARE_TR_FUNCTIONS(VerdictFacts)
};

QString nameOf(base::Precision precision) {
    const auto name = base::precisionName(precision);
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

const measure::LatencyStats* batchOne(const report::EngineResult& engine) {
    if (!engine.measurement) return nullptr;
    for (const auto& latency : engine.measurement->latency)
        if (latency.batch == 1) return &latency;
    return nullptr;
}

Chip::Sign signOfRequirement(const decide::Decision& decision, std::string_view requirement) {
    for (const decide::FeasibilityRow& row : decision.feasibility) {
        if (row.requirement != requirement) continue;
        for (const decide::FeasibilityCell& cell : row.cells) {
            if (cell.precision != decision.precision) continue;
            if (cell.state == decide::FeasibilityCell::State::Met) return Chip::Sign::Good;
            if (cell.state == decide::FeasibilityCell::State::Missed) return Chip::Sign::Bad;
        }
    }
    return Chip::Sign::Neutral;
}

Chip::Sign signOf(const decide::Decision& decision, const base::Message& fact) {
    const std::string& code = fact.code;
    if (code == "decide.fact_throughput") return signOfRequirement(decision, "throughput");
    if (code == "decide.fact_latency") return signOfRequirement(decision, "latency");
    if (code == "decide.fact_floor") return signOfRequirement(decision, "accuracy");
    if (code == "decide.fact_memory") return signOfRequirement(decision, "memory");
    if (code == "decide.fact_faster" || code == "decide.fact_ptq_suffices") return Chip::Sign::Good;
    if (code == "decide.fact_slower") return Chip::Sign::Bad;
    if (code == "decide.fact_few_samples") return Chip::Sign::Warning;
    if (code == "decide.fact_accuracy" || code == "decide.fact_same_speed") return Chip::Sign::Neutral;
    return Chip::Sign::Info;
}

VerdictCard::Fact finishedFact(const report::EngineResult& engine) {
    QString text = Facts::tr("%1 *finished*").arg(nameOf(engine.precision));
    if (engine.accuracy) text += QStringLiteral(", ") + formatPercent(engine.accuracy->top1);
    if (const auto* latency = batchOne(engine)) text += Facts::tr(" at %1").arg(formatMs(latency->p50));
    return {Chip::Sign::Good, text};
}

}  // namespace

QString requirementsMet(const decide::Decision& decision) {
    if (!decision.precision) return {};
    int asked = 0, met = 0;
    for (const decide::FeasibilityRow& row : decision.feasibility) {
        if (!row.needed) continue;
        ++asked;
        for (const decide::FeasibilityCell& cell : row.cells)
            if (cell.precision == *decision.precision && cell.state == decide::FeasibilityCell::State::Met)
                ++met;
    }
    if (asked == 0) return Facts::tr("no requirements given");
    if (met == asked)
        return asked == 1 ? Facts::tr("the requirement is met")
                          : Facts::tr("all %1 requirements met").arg(asked);
    return Facts::tr("%1 of %2 requirements met").arg(met).arg(asked);
}

QList<VerdictCard::Fact> decisionFacts(const decide::Decision& decision) {
    QList<VerdictCard::Fact> facts;
    for (const base::Message& message : decision.evidence)
        facts.append({signOf(decision, message), coreText(message).replace('*', QChar(0x00D7))});
    if (!decision.agree) facts.append({Chip::Sign::Warning, coreText(decision.disagreement)});
    return facts;
}

QList<VerdictCard::Fact> engineFacts(const report::ReportDocument& document, const RunState& state) {
    QList<VerdictCard::Fact> facts;
    for (const report::EngineResult& engine : document.engines) {
        const auto progress = state.progress.constFind(QString::fromStdString(engine.id()));
        if (engine.state == report::EngineState::Failed)
            facts.append({Chip::Sign::Bad, Facts::tr("%1 *failed*").arg(nameOf(engine.precision))});
        else if (engine.state == report::EngineState::Ready)
            facts.append(finishedFact(engine));
        else if (state.running && progress != state.progress.constEnd())
            facts.append({Chip::Sign::Waiting, QStringLiteral("%1 *%2*").arg(nameOf(engine.precision),
                                                                             progressCountText(*progress))});
        else
            facts.append({Chip::Sign::Neutral, Facts::tr("%1 *not finished*").arg(nameOf(engine.precision))});
    }
    return facts;
}

QString waitingSentence(const RunState& state) {
    for (const base::Precision precision :
         {base::Precision::Int8, base::Precision::Fp16, base::Precision::Fp32}) {
        const auto id = base::precisionId(precision);
        const auto progress =
            state.progress.constFind(QString::fromLatin1(id.data(), static_cast<qsizetype>(id.size())));
        if (progress == state.progress.constEnd()) continue;
        const bool over = progress->stage == run::Stage::Done || progress->stage == run::Stage::Failed;
        if (over) continue;
        return Facts::tr("%1 is still %2. The verdict appears when all have been evaluated and measured.")
            .arg(nameOf(precision), stageText(progress->stage));
    }
    return Facts::tr("The verdict appears when all have been evaluated and measured.");
}

QString unfinishedSentence(const report::ReportDocument& document) {
    return document.finished
               ? Facts::tr("Too little could be measured for a verdict; the table says what failed.")
               : Facts::tr("This run was stopped before its verdict. What was done is kept below.");
}

}  // namespace pwb::ui
