// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/run/store/store.h"

namespace pwb::run {

/// Everything that a run has of one engine, out of the way while the engine is made anew, to be put back if
/// the new one does not come about. Refers to the store. Errors: run.store_failed, run.store_damaged.
class SetAside {
public:
    /// Takes the engine, and the search for the layers it leaves float, out of the store, and its file (none
    /// where `file` is empty) to a hidden name beside it.
    [[nodiscard]] static base::Result<SetAside> take(RunStore& store, const base::EngineId& engine,
                                                     const std::filesystem::path& file);
    /// Undoes everything since.
    [[nodiscard]] base::Status putBack();
    /// Removes the files that were set aside.
    void forget() const;

private:
    SetAside(RunStore& store, const base::EngineId& engine, std::filesystem::path file)
        : m_store(&store), m_engine(engine), m_file(std::move(file)) {}
    [[nodiscard]] base::Status dropFromStore();
    [[nodiscard]] std::filesystem::path hidden() const;

    RunStore* m_store;
    base::EngineId m_engine;
    std::filesystem::path m_file;
    std::map<std::string, std::string> m_parts, m_facts;
    std::vector<StoredBatch> m_batches;
};

}  // namespace pwb::run
