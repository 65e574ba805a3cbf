// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/store/run_facts.h"

#include "core/base/try.h"
#include "core/run/plan/serialize.h"
#include "core/run/store/keys.h"

namespace pwb::quantize {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LayerTrial, sqnr, metric, milliseconds)
}  // namespace pwb::quantize

namespace pwb::run {
namespace {

using base::Result;
using base::Status;
using nlohmann::json;

/// Names and paths of foreign files need not be UTF-8.
template <class T>
std::string textOf(const T& value) {
    return json(value).dump(-1, ' ', false, json::error_handler_t::replace);
}

template <class T>
Status save(RunStore& store, const std::string& key, const T& value) {
    return store.put(key, textOf(value));
}

template <class T>
Status savePart(RunStore& store, const base::EngineId& engine, const char* part, const T& value) {
    return store.putPart(engine, part, textOf(value));
}

/// Null where it is not there.
json read(const RunStore& store, const std::string& key) {
    const auto value = store.get(key);
    return value && *value ? json::parse(**value) : json();
}

/// What `reading` gives; JSON that does not fit is damage.
template <class Reading>
auto guarded(const RunStore& store, Reading&& reading) -> Result<decltype(reading())> {
    try {
        return reading();
    } catch (const json::exception& error) {
        return store.damaged(error.what());
    }
}

template <class T>
std::optional<T> partOf(const std::map<std::string, std::string>& parts, const char* part) {
    const auto found = parts.find(part);
    if (found == parts.end()) return std::nullopt;
    return json::parse(found->second).get<T>();
}

std::string firstDifference(const json& before, const json& now) {
    const auto differs = [](const json& one, const json& other) -> std::string {
        for (const auto& [key, value] : one.items())
            if (other.value(key, json()) != value) return key;
        return "";
    };
    const std::string key = differs(now, before);
    return key.empty() ? differs(before, now) : key;
}

std::string trialKey(const std::string& key) {
    return keys::kTrialPrefix + key;
}

}  // namespace

Status RunFacts::savePlan(const RunPlan& plan) {
    return m_store->put(keys::kPlan, toJson(plan));
}

Result<RunPlan> RunFacts::plan() const {
    return guarded(*m_store, [&] { return read(*m_store, keys::kPlan).get<RunPlan>(); });
}

Status RunFacts::saveIdentity(const std::string& identity) {
    return m_store->put(keys::kIdentity, identity);
}

Result<std::string> RunFacts::differenceFrom(const std::string& identity) const {
    PWB_TRY(const auto stored, m_store->get(keys::kIdentity));
    if (!stored) return "";
    return guarded(*m_store, [&] { return firstDifference(json::parse(*stored), json::parse(identity)); });
}

Status RunFacts::saveStart(const result::RunResult& document) {
    PWB_CHECK(save(*m_store, keys::kStartedAt, document.startedAt));
    PWB_CHECK(save(*m_store, keys::kModel, document.model));
    PWB_CHECK(saveData(document.data));
    PWB_CHECK(save(*m_store, keys::kEnvironment, document.environment));
    return saveFinished(false);
}

Status RunFacts::saveData(const result::DataSummary& data) {
    return save(*m_store, keys::kData, data);
}

Status RunFacts::saveFinished(bool finished) {
    return save(*m_store, keys::kFinished, finished);
}

Status RunFacts::saveSeconds(double seconds) {
    return save(*m_store, keys::kSeconds, seconds);
}

Status RunFacts::saveEndToEnd(const measure::EndToEnd& times) {
    return save(*m_store, keys::kEndToEnd, times);
}

Status RunFacts::readProgressInto(result::RunResult& document) const {
    try {
        if (const json started = read(*m_store, keys::kStartedAt); started.is_string())
            document.startedAt = started;
        if (const json seconds = read(*m_store, keys::kSeconds); seconds.is_number())
            document.seconds = seconds;
        if (const json times = read(*m_store, keys::kEndToEnd); times.is_object())
            document.endToEnd = times.get<measure::EndToEnd>();
    } catch (const json::exception& error) {
        return m_store->damaged(error.what());
    }
    return {};
}

Status RunFacts::readInto(result::RunResult& document) const {
    try {
        document.startedAt = read(*m_store, keys::kStartedAt);
        document.finished = read(*m_store, keys::kFinished) == true;
        document.model = read(*m_store, keys::kModel).get<model::ModelInfo>();
        document.data = read(*m_store, keys::kData).get<result::DataSummary>();
        document.environment = read(*m_store, keys::kEnvironment).get<runtime::Environment>();
    } catch (const json::exception& error) {
        return m_store->damaged(error.what());
    }
    return readProgressInto(document);
}

Status RunFacts::saveSearch(const quantize::MixedSearch& search) {
    return save(*m_store, keys::kSearch, search);
}

Result<std::optional<quantize::MixedSearch>> RunFacts::search() const {
    PWB_TRY(const auto stored, m_store->get(keys::kSearch));
    if (!stored) return std::nullopt;
    return guarded(*m_store,
                   [&] { return std::optional(json::parse(*stored).get<quantize::MixedSearch>()); });
}

Status RunFacts::dropSearch() {
    return m_store->drop(keys::kSearch);
}

Status RunFacts::saveLayers(const quantize::LayerReport& layers) {
    return save(*m_store, keys::kLayers, layers);
}

Result<std::shared_ptr<const quantize::LayerReport>> RunFacts::layers() const {
    return guarded(*m_store, [&]() -> std::shared_ptr<const quantize::LayerReport> {
        const json stored = read(*m_store, keys::kLayers);
        if (stored.is_null()) return nullptr;
        return std::make_shared<const quantize::LayerReport>(stored.get<quantize::LayerReport>());
    });
}

Status RunFacts::saveTrial(const std::string& key, const quantize::LayerTrial& trial) {
    return save(*m_store, trialKey(key), trial);
}

std::optional<quantize::LayerTrial> RunFacts::trial(const std::string& key) const {
    const auto stored = m_store->get(trialKey(key));
    if (!stored || !*stored) return std::nullopt;
    const json found = json::parse(**stored, nullptr, false);
    if (found.is_discarded()) return std::nullopt;
    return found.get<quantize::LayerTrial>();
}

Status RunFacts::saveProbabilities(bool probabilities) {
    return save(*m_store, keys::kProbabilities, probabilities);
}

Result<std::optional<bool>> RunFacts::probabilities() const {
    PWB_TRY(const auto stored, m_store->get(keys::kProbabilities));
    if (!stored) return std::nullopt;
    return std::optional(*stored == "true");
}

Status RunFacts::saveBuilt(const base::EngineId& engine, const quantize::BuiltEngine& built) {
    return savePart(*m_store, engine, keys::kBuilt, built);
}

Status RunFacts::saveEffective(const base::EngineId& engine, const runtime::EffectivePrecision& effective) {
    return savePart(*m_store, engine, keys::kEffective, effective);
}

Status RunFacts::saveMeasurement(const base::EngineId& engine,
                                 const measure::EngineMeasurement& measurement) {
    return savePart(*m_store, engine, keys::kMeasurement, measurement);
}

Status RunFacts::saveError(const base::EngineId& engine, const base::Error& error) {
    return savePart(*m_store, engine, keys::kError, error);
}

Status RunFacts::dropError(const base::EngineId& engine) {
    return m_store->dropPart(engine, keys::kError);
}

Status RunFacts::saveEmulated(const base::EngineId& engine) {
    return savePart(*m_store, engine, keys::kEmulated, true);
}

Status RunFacts::saveLeftOut(const base::EngineId& engine) {
    return savePart(*m_store, engine, keys::kLeftOut, true);
}

Result<StoredEngine> RunFacts::engine(const base::EngineId& id) const {
    PWB_TRY(const auto parts, m_store->parts(id));
    return guarded(*m_store, [&] {
        StoredEngine engine;
        engine.built = partOf<quantize::BuiltEngine>(parts, keys::kBuilt);
        engine.effective = partOf<runtime::EffectivePrecision>(parts, keys::kEffective);
        engine.measurement = partOf<measure::EngineMeasurement>(parts, keys::kMeasurement);
        engine.error = partOf<base::Error>(parts, keys::kError);
        engine.emulated = parts.contains(keys::kEmulated);
        engine.leftOut = parts.contains(keys::kLeftOut);
        return engine;
    });
}

}  // namespace pwb::run
