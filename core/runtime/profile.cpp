// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/profile.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/base/statistics.h"
#include "core/base/try.h"
#include "core/runtime/ort.h"

namespace pwb::runtime {
namespace fs = std::filesystem;
namespace {

constexpr int kWarmUpRuns = 5;
/// The runtime counts whole microseconds and drops the rest: half of one is missing on average.
constexpr double kDroppedMilliseconds = 0.0005;

/// "CPUExecutionProvider" → "cpu".
std::string providerId(std::string name) {
    constexpr std::string_view kSuffix = "ExecutionProvider";
    if (name.ends_with(kSuffix)) name.resize(name.size() - kSuffix.size());
    for (char& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return name;
}

struct Event {
    double start = 0;
    KernelTime kernel;
    std::int64_t index = 0;  ///< tells unnamed nodes apart
};

struct Trace {
    std::vector<Event> kernels;
    std::vector<double> calls;  ///< start of each, in order
};

/// Takes what counts out of a profile while it is read: a list of some hundred thousand objects with objects
/// in them, of which a third counts and no tree is made.
class TraceReader : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit TraceReader(Trace& trace) : m_trace(trace) {}

    bool start_object(std::size_t) override {
        if (m_depth++ == kList) m_entry = {};
        return m_depth > kList;
    }
    bool end_object() override {
        if (--m_depth == kList) take();
        return true;
    }
    bool start_array(std::size_t) override { return ++m_depth > 0; }
    bool end_array() override { return m_depth-- > 0; }
    bool key(std::string& name) override {
        m_key.swap(name);
        return true;
    }
    bool string(std::string& text) override {
        if (std::string* field = textField()) field->swap(text);
        return true;
    }
    bool number_unsigned(std::uint64_t value) override { return number(static_cast<double>(value)); }
    bool number_integer(std::int64_t value) override { return number(static_cast<double>(value)); }
    bool number_float(double value, const std::string&) override { return number(value); }
    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool binary(nlohmann::json::binary_t&) override { return true; }
    bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
        return false;
    }

private:
    static constexpr int kList = 1;       ///< depth inside the list
    static constexpr int kEntry = 2;      ///< inside one of its objects
    static constexpr int kArguments = 3;  ///< inside "args", the only object in an entry

    struct Entry {
        std::string category, name, op, provider, index;
        double start = 0, microseconds = 0;
    };

    std::string* textField() {
        if (m_depth == kEntry)
            return m_key == "cat" ? &m_entry.category : m_key == "name" ? &m_entry.name : nullptr;
        if (m_depth != kArguments) return nullptr;
        return m_key == "op_name"      ? &m_entry.op
               : m_key == "provider"   ? &m_entry.provider
               : m_key == "node_index" ? &m_entry.index
                                       : nullptr;
    }
    bool number(double value) {
        if (m_depth == kEntry && m_key == "ts") m_entry.start = value;
        if (m_depth == kEntry && m_key == "dur") m_entry.microseconds = value;
        return true;
    }
    void take() {
        constexpr std::string_view kKernel = "_kernel_time";
        if (m_entry.category == "Session" && m_entry.name == "model_run")
            m_trace.calls.push_back(m_entry.start);
        if (m_entry.category != "Node" || !m_entry.name.ends_with(kKernel)) return;
        m_entry.name.resize(m_entry.name.size() - kKernel.size());
        Event& event = m_trace.kernels.emplace_back();
        event.start = m_entry.start;
        event.kernel = {std::move(m_entry.name), std::move(m_entry.op),
                        providerId(std::move(m_entry.provider)),
                        m_entry.microseconds / 1000 + kDroppedMilliseconds};
        event.index = m_entry.index.empty() ? 0 : std::stoll(m_entry.index);
    }

    Trace& m_trace;
    int m_depth = 0;
    std::string m_key;
    Entry m_entry;
};

base::Result<KernelProfile> summarise(const Trace& trace, int runs) {
    if (static_cast<int>(trace.calls.size()) < kWarmUpRuns + runs)
        return base::engineFailure("", "runtime.profile_failed",
                                   {{"detail", "the profile holds fewer calls than were made"}});
    KernelProfile profile;
    profile.runs = runs;
    std::map<std::pair<std::string, std::int64_t>, std::size_t> known;
    std::vector<std::vector<double>> perCall;  // by kernel, milliseconds in each counted call
    for (const Event& event : trace.kernels) {
        const auto begun =
            std::upper_bound(trace.calls.begin(), trace.calls.end(), event.start) - trace.calls.begin();
        const auto call = begun - 1 - kWarmUpRuns;
        if (call < 0 || call >= runs) continue;
        const auto [place, isNew] =
            known.try_emplace({event.kernel.node, event.index}, profile.kernels.size());
        if (isNew) {
            profile.kernels.push_back(event.kernel);
            perCall.emplace_back(static_cast<std::size_t>(runs), 0.0);
        }
        perCall[place->second][static_cast<std::size_t>(call)] += event.kernel.milliseconds;
    }
    // The upper median: a call that waited for a processor does not count for more than others.
    for (std::size_t i = 0; i < perCall.size(); ++i)
        profile.kernels[i].milliseconds = base::upperMedian(perCall[i]);
    return profile;
}

base::Result<Trace> readTrace(const fs::path& file) {
    PWB_TRY(const auto text, base::readFile(file));
    Trace trace;
    TraceReader reader(trace);
    if (!nlohmann::json::sax_parse(text, &reader))
        return base::engineFailure(file.string(), "runtime.profile_failed",
                                   {{"detail", "the profile cannot be read"}});
    std::sort(trace.calls.begin(), trace.calls.end());
    return trace;
}

struct Recording {
    fs::path file;
    int runs = 0;
};

base::Result<Recording> record(const fs::path& model, const SessionOptions& options,
                               const std::function<std::vector<base::Tensor>(const Session&)>& inputsFor,
                               const ProfileBudget& budget, const std::stop_token& stop) {
    using Clock = std::chrono::steady_clock;
    PWB_TRY(auto session, Session::create(model, options));
    const std::vector<base::Tensor> inputs = inputsFor(session);
    base::Status status;
    const auto call = [&] {
        status = session.run(
            inputs, [](const Session::OutputView&) {}, stop);
    };
    for (int i = 0; i < kWarmUpRuns && status; ++i) call();
    Recording recording;
    const auto end = Clock::now() + std::chrono::duration<double>(budget.seconds);
    for (; recording.runs < budget.runs && status; ++recording.runs) {
        if (recording.runs >= budget.minimum && Clock::now() >= end) break;
        call();
    }
    auto* local = dynamic_cast<LocalSession*>(&session.implementation());
    if (!local)
        return base::engineFailure(model.string(), "runtime.profile_failed",
                                   {{"detail", "the model runs in another process"}});
    Ort::AllocatorWithDefaultOptions allocator;
    recording.file = local->session.EndProfilingAllocated(allocator).get();
    if (!status) {
        std::error_code ignored;
        fs::remove(recording.file, ignored);
        return tl::make_unexpected(status.error());
    }
    return recording;
}

}  // namespace

base::Result<KernelProfile> profileKernels(
    const fs::path& model, SessionOptions options,
    const std::function<std::vector<base::Tensor>(const Session&)>& inputsFor, const ProfileBudget& budget,
    const fs::path& scratch, std::stop_token stop) {
    options.profilePrefix = scratch / (".profile." + std::to_string(::getpid()));
    try {
        PWB_TRY(const auto recording, record(model, options, inputsFor, budget, stop));
        const auto trace = readTrace(recording.file);
        std::error_code ignored;
        fs::remove(recording.file, ignored);
        if (!trace) return tl::make_unexpected(trace.error());
        return summarise(*trace, recording.runs);
    } catch (const std::exception& error) {
        return base::engineFailure(model.string(), "runtime.profile_failed", {{"detail", error.what()}});
    }
}

}  // namespace pwb::runtime
