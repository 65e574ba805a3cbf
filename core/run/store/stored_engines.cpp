// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/store/stored_engines.h"

#include "core/base/try.h"

namespace pwb::run {
namespace fs = std::filesystem;

using result::EngineResult;
using result::EngineState;
namespace {

void takeBuilt(StoredEngine& stored, EngineResult& engine) {
    if (!stored.built) return;
    engine.built = std::move(stored.built);
    engine.state = EngineState::Built;
    if (stored.effective) engine.effective = *stored.effective;
}

bool isWhole(const quantize::BuiltEngine& built) {
    std::error_code code;
    return fs::is_regular_file(built.file, code) && quantize::engineBytes(built.file) == built.fileBytes;
}

}  // namespace

base::Status showStoredEngines(const RunFacts& facts, result::RunResult& document) {
    std::vector<EngineResult> shown;
    for (EngineResult& engine : document.engines) {
        PWB_TRY(auto stored, facts.engine(engine.id));
        if (stored.leftOut) continue;
        takeBuilt(stored, engine);
        engine.emulated = stored.emulated;
        engine.measurement = std::move(stored.measurement);
        if (stored.error) {
            engine.error = std::move(stored.error);
            engine.state = EngineState::Failed;
        }
        shown.push_back(std::move(engine));
    }
    document.engines = std::move(shown);
    return {};
}

base::Status resumeStoredEngines(RunFacts& facts, result::RunResult& document) {
    for (EngineResult& engine : document.engines) {
        PWB_TRY(auto stored, facts.engine(engine.id));
        if (stored.built && isWhole(*stored.built)) takeBuilt(stored, engine);
        // The FP16 emulation lives in memory only; it is made again with its engine.
        if (engine.built && engine.id.precision == base::Precision::Fp16) {
            engine.built.reset();
            engine.state = EngineState::Waiting;
        }
        engine.emulated = stored.emulated;
        engine.measurement = std::move(stored.measurement);
        // What failed is tried again; the note must not outlive a success.
        PWB_CHECK(facts.dropError(engine.id));
    }
    return {};
}

}  // namespace pwb::run
