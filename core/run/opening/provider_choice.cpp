// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/opening/provider_choice.h"

#include <optional>

#include "core/base/number.h"
#include "core/measure/measure.h"
#include "core/run/inputs/model_tensors.h"
#include "core/run/store/run_facts.h"
#include "core/runtime/child.h"

namespace pwb::run {
namespace {

std::optional<std::string> providerOfStoredRun(const std::filesystem::path& runFolder) {
    std::error_code code;
    if (!std::filesystem::exists(RunStore::fileIn(runFolder), code)) return std::nullopt;
    auto store = RunStore::openForReading(runFolder);
    if (!store) return std::nullopt;  // the run itself reports what is wrong with it
    const auto plan = RunFacts(*store).plan();
    return plan ? std::optional(plan->provider) : std::nullopt;
}

ProviderChoice fasterOf(const std::string& usual, const measure::EngineMeasurement& usualTimes,
                        const std::string& other, const measure::EngineMeasurement& otherTimes) {
    const double usualMs = usualTimes.latency.front().p50, otherMs = otherTimes.latency.front().p50;
    const bool changes = otherMs < usualMs;
    return {changes ? other : usual,
            {{"run.provider_chosen",
              {{"provider", changes ? other : usual},
               {"milliseconds", base::number(changes ? otherMs : usualMs, 3)},
               {"other", changes ? usual : other},
               {"other_milliseconds", base::number(changes ? usualMs : otherMs, 3)}}}}};
}

}  // namespace

base::Result<ProviderChoice> chooseProvider(const RunPlan& plan, const RunInputs& inputs, bool resume,
                                            const std::stop_token& stop) {
    if (plan.provider != "auto") return ProviderChoice{plan.provider, {}};
    if (resume)
        if (const auto stored = providerOfStoredRun(plan.runFolder)) return ProviderChoice{*stored, {}};

    static const std::string kUsual = "cpu", kOther = "openvino";
    std::vector<measure::Subject> subjects(2);
    subjects[0] = {kUsual, plan.model, "", kUsual};
    subjects[1] = {kOther, plan.model, "f32", kOther};
    measure::MeasureOptions options;
    options.batches = {1};
    options.streams = {};
    options.threads = plan.threads;
    options.runs = 200;
    options.minimumRuns = 10;
    options.seconds = 1;
    options.rounds = 5;
    options.workerProgram = runtime::workerProgram();
    options.sampleShape = sampleShape(inputs);
    const auto outcomes = measure::measureAll(subjects, options, {}, {}, stop);
    if (stop.stop_requested()) return base::cancelled();
    const auto usable = [](const measure::Outcome& outcome) { return outcome && !outcome->latency.empty(); };
    if (usable(outcomes[0]) && usable(outcomes[1]))
        return fasterOf(kUsual, *outcomes[0], kOther, *outcomes[1]);
    for (const std::size_t works : {std::size_t{0}, std::size_t{1}}) {
        if (!usable(outcomes[works])) continue;
        const measure::Outcome& failed = outcomes[1 - works];
        ProviderChoice choice{
            subjects[works].id,
            {{"run.provider_only", {{"provider", subjects[works].id}, {"other", subjects[1 - works].id}}}}};
        if (!failed) choice.notes.push_back(failed.error().message);
        return choice;
    }
    if (!outcomes[0]) return tl::make_unexpected(outcomes[0].error());
    return ProviderChoice{kUsual, {}};
}

}  // namespace pwb::run
