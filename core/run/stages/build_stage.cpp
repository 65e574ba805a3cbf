// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <mutex>
#include <set>
#include <thread>

#include "core/base/text.h"
#include "core/base/try.h"
#include "core/run/inputs/calibration_feed.h"
#include "core/run/plan/variants.h"
#include "core/run/stages/int8_options.h"
#include "core/run/stages/stages.h"
#include "core/run/store/run_facts.h"
#include "core/runtime/session.h"

namespace pwb::run {
namespace {

using result::EngineResult;
using result::EngineState;

/// Where nothing is calibrated, the data itself shows how large the values inside the model are.
quantize::Fp16BuildOptions fp16Options(const StageContext& context) {
    quantize::Fp16BuildOptions options;
    options.halfIo = context.plan.fp16Io;
    const RunInputs& inputs = context.inputs;
    const dataset::Manifest& samples = inputs.calibration.samples.empty() ? inputs.data : inputs.calibration;
    if (!samples.samples.empty()) options.samples = calibrationFeed(inputs, samples, 0, context.stop).source;
    return options;
}

/// INT8 and plain INT8 from one calibration, which the first of them makes.
base::Result<quantize::BuiltEngine> buildCalibrated(const StageContext& context, const base::EngineId& id,
                                                    const base::ProgressSink& telling) {
    PWB_TRY(const auto session, context.int8->session(context, telling));
    PWB_TRY(auto built, id.variant == base::Variant::Plain ? session->buildPlain(context.stop)
                                                           : session->build(context.stop));
    const auto skipped = context.int8->skipped();
    if (!skipped.empty())
        built.warnings.push_back(
            {"run.calibration_unreadable",
             {{"count", std::to_string(skipped.size())}, {"first", skipped.front().error.file}}});
    return built;
}

base::Result<quantize::BuiltEngine> tryBuildOne(const StageContext& context, const EngineResult& wanted) {
    const quantize::BuildContext build = buildContext(context.plan);
    const base::EngineId& id = wanted.id;
    const auto telling = [&](Stage stage) {
        return [&board = context.board, id, stage](double done, double total) {
            board.tell(id, stage, done, total);
        };
    };
    if (wanted.id.variant == base::Variant::Qat)
        return quantize::buildQat(build, context.plan.qat, telling(Stage::Quantizing), context.stop);
    if (wanted.id.variant == base::Variant::Dynamic)
        return quantize::buildDynamicInt8(build, telling(Stage::Quantizing), context.stop);
    switch (wanted.id.precision) {
        case base::Precision::Fp32:
            return quantize::buildFp32(build, telling(Stage::Preparing), context.stop);
        case base::Precision::Fp16:
            return quantize::buildFp16(build, fp16Options(context), telling(Stage::Preparing), context.stop);
        case base::Precision::Int8:
            break;
    }
    return buildCalibrated(context, id, telling(Stage::Calibrating));
}

/// A library's exception (out of memory, say) fails this engine, not the program.
base::Result<quantize::BuiltEngine> buildOne(const StageContext& context, const EngineResult& wanted) {
    try {
        return tryBuildOne(context, wanted);
    } catch (const std::exception& error) {
        return base::engineFailure(context.plan.model.string(), "run.unexpected", {{"detail", error.what()}});
    }
}

/// The engines that are not there yet, in the order in which one thread makes them: what shares a calibration
/// together, everything else on its own.
std::vector<std::vector<const EngineResult*>> jobsOf(const result::RunResult& document) {
    const auto calibrated = [](const EngineResult& engine) {
        return engine.id.precision == base::Precision::Int8 && engine.id.variant != base::Variant::Qat &&
               engine.id.variant != base::Variant::Dynamic;
    };
    std::vector<std::vector<const EngineResult*>> jobs(1);
    for (const EngineResult& engine : document.engines) {
        if (engine.built || engine.state == EngineState::Failed) continue;
        if (calibrated(engine))
            jobs.front().push_back(&engine);
        else
            jobs.push_back({&engine});
    }
    return jobs;
}

/// Opens the engine as it will be evaluated and measured, which proves that the provider takes it, and notes
/// what the provider leaves to the CPU provider. The CPU provider itself takes all.
base::Status proveOnProvider(const StageContext& context, base::Precision precision,
                             const runtime::EffectivePrecision& effective, quantize::BuiltEngine& built) {
    const std::string& provider = context.plan.provider;
    if (provider == "cpu") return {};
    runtime::SessionOptions options;
    options.provider = provider;
    options.inferencePrecision = runtime::inferencePrecision(precision, effective.id, provider);
    PWB_TRY(const auto session, runtime::Session::create(built.file, options));
    const std::vector<std::string>& left = session.leftToCpu();
    if (left.empty()) return {};
    const std::string operators = base::joined(std::set<std::string>(left.begin(), left.end()), ", ");
    built.warnings.push_back(
        {"run.left_to_cpu",
         {{"count", std::to_string(left.size())}, {"provider", provider}, {"operators", operators}}});
    return {};
}

/// Takes an engine that this model does not have out of the run, with a note among the warnings if somebody
/// asked for it.
base::Status leaveOut(const StageContext& context, const base::EngineId& id, const base::Error& why) {
    context.board.update([&](result::RunResult& document) {
        const auto gone = [&](const EngineResult& engine) { return engine.id == id; };
        const bool asked = std::none_of(document.engines.begin(), document.engines.end(),
                                        [&](const auto& of) { return gone(of) && of.isReference(); });
        std::erase_if(document.engines, gone);
        if (asked) document.data.warnings.push_back(why.message);
    });
    context.board.tell(id, Stage::Cancelled, 0, 0);
    RunFacts facts(*context.store);
    PWB_CHECK(facts.saveLeftOut(id));
    return facts.saveData(context.board.copy().data);
}

}  // namespace

void recordFailure(const StageContext& context, const base::EngineId& engine, const base::Error& error) {
    const bool stopped = base::isCancelled(error);
    if (context.store && !stopped)
        // A failing store is told by the next write that matters; losing this note only costs a rebuild.
        (void)RunFacts(*context.store).saveError(engine, error);
    context.board.update([&](result::RunResult& document) {
        if (EngineResult* result = document.engine(engine)) {
            result->state = stopped ? EngineState::Cancelled : EngineState::Failed;
            if (!stopped) result->error = error;
        }
    });
    context.board.tell(engine, stopped ? Stage::Cancelled : Stage::Failed, 0, 0);
}

base::Status buildStage(const StageContext& context) {
    const result::RunResult before = context.board.copy();
    std::mutex storeMutex;
    base::Status outcome;
    const auto work = [&](const EngineResult& wanted) {
        const base::EngineId& id = wanted.id;
        context.board.update([&](result::RunResult& document) {
            if (EngineResult* engine = document.engine(id)) engine->state = EngineState::Building;
        });
        context.board.tell(id, Stage::Preparing, 0, 1);
        auto built = buildOne(context, wanted);
        const auto failed = [&](const base::Error& error) {
            const std::scoped_lock lock(storeMutex);
            recordFailure(context, id, error);
        };
        if (!built && context.store && doesNotApply(wanted, built.error())) {
            const std::scoped_lock lock(storeMutex);
            outcome = leaveOut(context, id, built.error());
            return;
        }
        if (!built) return failed(built.error());
        const auto effective = runtime::resolveEffective(wanted.id.precision, built->fallback,
                                                         context.plan.provider, before.environment.cpu);
        if (auto proved = proveOnProvider(context, wanted.id.precision, effective, *built); !proved)
            return failed(proved.error());
        if (context.store) {
            const std::scoped_lock lock(storeMutex);
            RunFacts facts(*context.store);
            base::Status stored = facts.saveBuilt(id, *built);
            if (stored) stored = facts.saveEffective(id, effective);
            if (stored && !built->emulationModel.empty()) stored = facts.saveEmulated(id);
            if (!stored) {
                outcome = stored;
                return;
            }
        }
        context.board.update([&](result::RunResult& document) {
            EngineResult* engine = document.engine(id);
            if (!engine) return;
            engine->state = EngineState::Built;
            engine->emulated = !built->emulationModel.empty();
            // Apart from the rest, so that the many copies of the document share it.
            if (engine->emulated)
                engine->evaluationModel =
                    std::make_shared<const std::string>(std::move(built->emulationModel));
            engine->built = std::move(*built);
            engine->effective = effective;
        });
        context.board.tell(id, Stage::Verifying, 1, 1);
    };

    std::vector<std::jthread> threads;
    const auto jobs = jobsOf(before);
    for (const auto& job : jobs)
        threads.emplace_back([&work, &job] {
            for (const EngineResult* engine : job) work(*engine);
        });
    threads.clear();  // joins
    context.int8->trim();
    if (outcome && context.stop.stop_requested()) return base::cancelled();
    return outcome;
}

}  // namespace pwb::run
