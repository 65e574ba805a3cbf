// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/store/set_aside.h"

#include <array>

#include "core/base/try.h"
#include "core/run/store/keys.h"

namespace pwb::run {
namespace fs = std::filesystem;
namespace {

/// An engine's file and its weights.
constexpr std::array<const char*, 2> kSuffixes = {"", ".data"};

void moveEngine(const fs::path& from, const fs::path& to) {
    std::error_code ignored;
    for (const char* suffix : kSuffixes) fs::rename(from.string() + suffix, to.string() + suffix, ignored);
}

}  // namespace

base::Result<SetAside> SetAside::take(RunStore& store, const base::EngineId& engine, const fs::path& file) {
    SetAside aside(store, engine, file);
    PWB_TRY(aside.m_parts, store.parts(engine));
    PWB_TRY(aside.m_batches, store.batches(engine));
    for (const char* key : {keys::kSearch, keys::kLayers}) {
        PWB_TRY(const auto fact, store.get(key));
        if (fact) aside.m_facts[key] = *fact;
    }
    PWB_CHECK(aside.dropFromStore());
    if (!file.empty()) moveEngine(file, aside.hidden());
    return aside;
}

base::Status SetAside::dropFromStore() {
    PWB_CHECK(m_store->dropEngine(m_engine));
    return m_store->drop(keys::kSearch);
}

base::Status SetAside::putBack() {
    const auto intoStore = [this]() -> base::Status {
        PWB_CHECK(dropFromStore());
        for (const auto& [part, json] : m_parts) PWB_CHECK(m_store->putPart(m_engine, part, json));
        for (std::size_t i = 0; i < m_batches.size(); ++i)
            PWB_CHECK(m_store->putBatch(static_cast<std::int64_t>(i), {{m_engine, m_batches[i]}}, {}));
        for (const auto& [key, json] : m_facts) PWB_CHECK(m_store->put(key, json));
        return {};
    };
    const base::Status stored = intoStore();
    if (!m_file.empty()) moveEngine(hidden(), m_file);  // also where the store failed
    return stored;
}

void SetAside::forget() const {
    if (m_file.empty()) return;
    std::error_code ignored;
    for (const char* suffix : kSuffixes) fs::remove(hidden().string() + suffix, ignored);
}

/// A name that no engine has.
fs::path SetAside::hidden() const {
    return m_file.parent_path() / ("." + m_file.filename().string() + ".previous");
}

}  // namespace pwb::run
