// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/try.h"
#include "core/run/stages/engine_profiles.h"
#include "core/run/stages/stages.h"
#include "core/run/store/run_facts.h"

namespace pwb::run {
namespace {

using result::EngineResult;
using result::EngineState;

const base::EngineId kInt8 = base::Precision::Int8;

/// What the INT8 engine leaves float by now.
std::vector<std::string> leftFloatBy(const EngineResult* int8) {
    std::vector<std::string> names;
    if (int8 && int8->built)
        for (const quantize::KeptLayer& kept : int8->built->kept) names.push_back(kept.layer);
    return names;
}

std::vector<EngineResult> builtEngines(const result::RunResult& document) {
    std::vector<EngineResult> engines;
    for (const EngineResult& engine : document.engines)
        if (engine.built && engine.state != EngineState::Failed) engines.push_back(engine);
    return engines;
}

base::Result<quantize::LayerReport> studyLayers(const StageContext& context, bool withSensitivity) {
    const result::RunResult before = context.board.copy();
    const EngineResult* int8 = before.engine(kInt8);
    const auto telling = [&](double done, double total) {
        context.board.tell(kInt8, Stage::Profiling, done, total);
    };
    PWB_TRY(const auto study, context.int8->study(context, telling));
    study->setFloat(leftFloatBy(int8));
    PWB_CHECK(profileEngines(context, *study, builtEngines(before)));
    if (int8 && int8->built) study->explainFloat(*int8->built);
    if (withSensitivity && study->canQuantize())
        PWB_CHECK(study->measureSensitivity({}, telling, context.stop));
    return study->report();
}

}  // namespace

base::Status layersStage(const StageContext& context, bool withSensitivity) {
    auto found = studyLayers(context, withSensitivity);
    context.int8->drop();
    if (!found && context.stop.stop_requested()) return base::cancelled();
    if (!found) return tl::make_unexpected(found.error());
    quantize::LayerReport layers = std::move(*found);
    if (context.store) {
        RunFacts facts(*context.store);
        PWB_TRY(layers.search, facts.search());
        PWB_CHECK(facts.saveLayers(layers));
    }
    context.board.update([&](result::RunResult& document) {
        document.layers = std::make_shared<const quantize::LayerReport>(std::move(layers));
    });
    return {};
}

}  // namespace pwb::run
