// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/stages/engine_profiles.h"

#include <unistd.h>

#include "core/base/format.h"
#include "core/base/number.h"
#include "core/base/try.h"
#include "core/measure/layer_times.h"
#include "core/run/inputs/model_tensors.h"
#include "core/runtime/child.h"

namespace pwb::run {
namespace fs = std::filesystem;
namespace {

using result::EngineResult;

/// A folder of its own for what a profile leaves behind; gone with this object.
class Scratch {
public:
    Scratch(const fs::path& parent, const std::string& name)
        : m_path(parent / ("." + name + "." + std::to_string(::getpid()) + ".part")) {
        std::error_code ignored;
        fs::create_directories(m_path, ignored);
    }
    ~Scratch() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    [[nodiscard]] const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

/// Providers that hand the whole model to a compiler show one operator instead of layers.
bool compilesWhole(const std::string& provider) {
    return provider != "cpu" && provider != "cuda";
}

base::Message sumNote(const std::string& engine, const quantize::LayerTotals& totals) {
    const double more =
        totals.p50Milliseconds > 0 ? 100 * (totals.sumMilliseconds / totals.p50Milliseconds - 1) : 0;
    return {"quantize.profile_sum",
            {{"engine", engine},
             {"sum", base::millisecondsText(totals.sumMilliseconds)},
             {"p50", base::millisecondsText(totals.p50Milliseconds)},
             {"percent", base::number(more, 0)}}};
}

base::Status profileOne(const StageContext& context, quantize::LayerStudy& study,
                        const EngineResult& engine) {
    const Scratch scratch(engine.built->file.parent_path(), "layers-" + engine.id.key());
    measure::MeasureOptions options;
    options.threads = context.plan.threads;
    options.provider = context.plan.provider;
    options.workerProgram = runtime::workerProgram();
    options.sampleShape = sampleShape(context.inputs);
    const auto times =
        measure::timeKernels({engine.id.key(), engine.built->file}, options, scratch.path(), context.stop);
    if (!times) return tl::make_unexpected(times.error());
    quantize::EngineProfile profile;
    profile.p50Milliseconds = times->p50Milliseconds;
    profile.runs = times->runs;
    for (const measure::KernelTime& kernel : times->kernels)
        profile.kernels.push_back({kernel.node, kernel.op, kernel.provider, kernel.milliseconds});
    return study.addEngine(engine.id.key(), measure::optimizedGraph(scratch.path()), profile);
}

}  // namespace

base::Status profileEngines(const StageContext& context, quantize::LayerStudy& study,
                            const std::vector<EngineResult>& engines) {
    std::vector<base::Message> notes;
    for (const EngineResult& engine : engines) {
        const std::string key = engine.id.key();
        if (compilesWhole(context.plan.provider)) {
            notes.push_back(
                {"quantize.layers_one_kernel", {{"engine", key}, {"provider", context.plan.provider}}});
            continue;
        }
        if (!study.report().totals.contains(key)) {
            context.board.tell(engine.id, Stage::Profiling, 0, 1);
            const auto status = profileOne(context, study, engine);
            if (!status && (base::isCancelled(status.error()) || context.stop.stop_requested()))
                return base::cancelled();
            if (!status) {
                notes.push_back(
                    {"quantize.layers_failed", {{"engine", key}, {"detail", status.error().message.code}}});
                continue;
            }
        }
        notes.push_back(sumNote(key, study.report().totals.at(key)));
        context.board.tell(engine.id, Stage::Profiling, 1, 1);
    }
    study.setNotes(std::move(notes));
    return {};
}

}  // namespace pwb::run
