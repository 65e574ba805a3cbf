// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/verdict_facts.h"

#include <QCoreApplication>
#include <algorithm>
#include <functional>

#include "ui/models/format.h"

namespace pwb::ui {
namespace {

struct Facts {
    Q_DECLARE_TR_FUNCTIONS(VerdictFacts)
};

const measure::LatencyStats* batchOne(const result::EngineResult& engine) {
    if (!engine.measurement) return nullptr;
    for (const auto& latency : engine.measurement->latency)
        if (latency.batch == 1) return &latency;
    return nullptr;
}

Chip::Sign signOfRequirement(const decide::Decision& decision, std::string_view requirement) {
    for (const decide::FeasibilityRow& row : decision.feasibility) {
        if (row.requirement != requirement) continue;
        for (const decide::FeasibilityCell& cell : row.cells) {
            if (cell.engine != decision.engine) continue;
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

/// INT8 and its variants first, as they usually end last, then FP16 and FP32.
QList<base::EngineId> waitingOrder(const RunState& state) {
    QList<base::EngineId> engines = state.progress.keys();
    std::ranges::stable_sort(engines, std::ranges::greater(), &base::EngineId::precision);
    return engines;
}

VerdictCard::Fact finishedFact(const result::RunResult& document, const result::EngineResult& engine) {
    QString text = Facts::tr("%1 *finished*").arg(engineName(document, engine));
    if (const auto quality = engine.quality()) text += QStringLiteral(", ") + formatPercent(*quality);
    if (const auto* latency = batchOne(engine)) text += Facts::tr(" at %1").arg(formatMs(latency->p50));
    return {Chip::Sign::Good, text};
}

}  // namespace

QString requirementsMet(const decide::Decision& decision) {
    if (!decision.engine) return {};
    int asked = 0, met = 0;
    for (const decide::FeasibilityRow& row : decision.feasibility) {
        if (!row.needed) continue;
        ++asked;
        for (const decide::FeasibilityCell& cell : row.cells)
            if (cell.engine == *decision.engine && cell.state == decide::FeasibilityCell::State::Met) ++met;
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

QList<VerdictCard::Fact> engineFacts(const result::RunResult& document, const RunState& state) {
    QList<VerdictCard::Fact> facts;
    for (const result::EngineResult& engine : document.engines) {
        const auto progress = state.progress.constFind(engine.id);
        if (engine.state == result::EngineState::Failed)
            facts.append({Chip::Sign::Bad, Facts::tr("%1 *failed*").arg(engineName(document, engine))});
        else if (engine.state == result::EngineState::Ready)
            facts.append(finishedFact(document, engine));
        else if (state.running && progress != state.progress.constEnd())
            facts.append({Chip::Sign::Waiting, QStringLiteral("%1 *%2*").arg(engineName(document, engine),
                                                                             progressCountText(*progress))});
        else
            facts.append(
                {Chip::Sign::Neutral, Facts::tr("%1 *not finished*").arg(engineName(document, engine))});
    }
    return facts;
}

QString waitingSentence(const RunState& state) {
    for (const base::EngineId& id : waitingOrder(state)) {
        const run::EngineProgress& progress = state.progress[id];
        const bool over = progress.stage == run::Stage::Done || progress.stage == run::Stage::Failed;
        if (over) continue;
        return Facts::tr("%1 is still %2. The verdict appears when all have been evaluated and measured.")
            .arg(engineName(id), stageText(progress.stage));
    }
    return Facts::tr("The verdict appears when all have been evaluated and measured.");
}

QString unfinishedSentence(const result::RunResult& document) {
    return document.finished
               ? Facts::tr("Too little could be measured for a verdict; the table says what failed.")
               : Facts::tr("This run was stopped before its verdict. What was done is kept below.");
}

}  // namespace pwb::ui
