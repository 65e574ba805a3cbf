// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/library.h"

#include <dlfcn.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "core/base/log.h"
#include "core/runtime/ort.h"
#include "core/runtime/remote_session.h"

namespace pwb::runtime {
namespace fs = std::filesystem;
namespace {

/// One of the ONNX Runtimes that may be installed beside each other.
struct Family {
    const char* variable;   ///< a file or a folder
    const char* deps;       ///< folder below one above the executable
    const char* installed;  ///< folder beside the executable's
    const char* notFound;   ///< error code
    bool onSystemPath;
};
constexpr Family kDefault = {"PWB_ONNXRUNTIME", ".deps/onnxruntime/lib", "lib/precision-workbench",
                             "runtime.not_found", true};
constexpr Family kOpenVino = {"PWB_ONNXRUNTIME_OPENVINO", ".deps/onnxruntime-openvino/lib",
                              "lib/precision-workbench-openvino", "runtime.openvino_not_found", false};

std::atomic<const Family*> chosenFamily = &kDefault;

const Family& familyOf(std::string_view provider) {
    return provider == "openvino" ? kOpenVino : kDefault;
}

std::string dlReason() {
    const char* text = ::dlerror();
    return text ? text : "";
}

/// The library itself, or the first one in a folder (unversioned names sort first).
std::optional<fs::path> libraryAt(const fs::path& place) {
    std::error_code code;
    if (fs::is_regular_file(place, code)) return place;
    std::vector<fs::path> found;
    for (fs::directory_iterator it(place, code), end; !code && it != end; it.increment(code))
        if (it->path().filename().string().starts_with("libonnxruntime.so")) found.push_back(it->path());
    if (found.empty()) return std::nullopt;
    return *std::min_element(found.begin(), found.end());
}

std::vector<fs::path> placesNearTheExecutable(const Family& family) {
    std::error_code code;
    const fs::path folder = fs::read_symlink("/proc/self/exe", code).parent_path();
    std::vector<fs::path> places;
    for (fs::path above = folder; !above.empty(); above = above.parent_path()) {
        places.push_back(above / family.deps);
        if (above == above.parent_path()) break;
    }
    places.push_back(folder.parent_path() / family.installed);
    return places;
}

int minorVersion(std::string_view version) {
    const auto dot = version.find('.');
    return dot == std::string_view::npos ? 0 : std::atoi(version.data() + dot + 1);
}

void logFromRuntime(void*, OrtLoggingLevel, const char*, const char*, const char* where, const char* text) {
    base::logDebug(std::string("onnxruntime: ") + where + ": " + text);
}

base::Result<Library> initialise(void* handle, const std::string& name) {
    const auto getBase = reinterpret_cast<const OrtApiBase* (*)()>(::dlsym(handle, "OrtGetApiBase"));
    if (!getBase) return base::engineFailure(name, "runtime.load_failed", {{"detail", dlReason()}});
    Dl_info info{};
    ::dladdr(reinterpret_cast<const void*>(getBase), &info);
    Library library{info.dli_fname ? fs::path(info.dli_fname) : fs::path(name), getBase()->GetVersionString(),
                    0};
    // Library 1.N has the API versions up to N; asking for a higher one makes it print to the terminal.
    int version = std::min(ORT_API_VERSION, minorVersion(library.version));
    const OrtApi* api = nullptr;
    for (; version >= kMinimumApi && !api; --version) {
        api = getBase()->GetApi(static_cast<std::uint32_t>(version));
        if (api) library.api = version;
    }
    if (!api)
        return base::engineFailure(
            library.path.string(), "runtime.too_old",
            {{"version", library.version}, {"minimum", "1." + std::to_string(kMinimumApi)}});
    Ort::InitApi(api);
    return library;
}

base::Result<Library> load(const std::string& name) {
    void* handle = ::dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle) return base::engineFailure(name, "runtime.load_failed", {{"detail", dlReason()}});
    return initialise(handle, name);
}

base::Result<Library> findAndLoad(const Family& family) {
    std::string looked;
    if (const char* given = std::getenv(family.variable); given && *given) {
        const auto found = libraryAt(given);
        if (!found) return base::engineFailure(given, family.notFound, {{"looked", given}});
        return load(found->string());
    }
    for (const fs::path& place : placesNearTheExecutable(family)) {
        if (const auto found = libraryAt(place)) return load(found->string());
        looked += (looked.empty() ? "" : ", ") + place.string();
    }
    if (family.onSystemPath)
        for (const char* name : {"libonnxruntime.so.1", "libonnxruntime.so"}) {
            if (void* handle = ::dlopen(name, RTLD_NOW | RTLD_LOCAL)) return initialise(handle, name);
            looked += std::string(", ") + name;
        }
    return base::engineFailure("", family.notFound, {{"looked", looked}});
}

}  // namespace

Ort::Env& environment() {
    // Never destroyed: sessions of static lifetime may still need it while the process ends.
    static auto* env = new Ort::Env(ORT_LOGGING_LEVEL_ERROR, "pwb", &logFromRuntime, nullptr);
    return *env;
}

base::Result<Library> loadLibrary() {
    static const base::Result<Library> outcome = [] {
        base::Result<Library> library = findAndLoad(*chosenFamily.load());
        if (library) {
            try {
                static_cast<void>(environment());
            } catch (const Ort::Exception& error) {
                return base::Result<Library>(base::engineFailure(
                    library->path.string(), "runtime.load_failed", {{"detail", error.what()}}));
            }
        }
        return library;
    }();
    return outcome;
}

void chooseLibrary(std::string_view provider) {
    chosenFamily = &familyOf(provider);
}

bool needsOtherProcess(std::string_view provider) {
    // A worker's library has its own CPU provider, so only the special ones are asked for elsewhere.
    const Family* family = &familyOf(provider);
    return family != &kDefault && family != chosenFamily;
}

base::Result<Library> libraryOf(const std::string& provider) {
    return needsOtherProcess(provider) ? libraryOfWorker(provider) : loadLibrary();
}

std::vector<std::string> compiledProviders() {
    std::vector<std::string> ids;
    if (!loadLibrary()) return ids;
    for (std::string name : Ort::GetAvailableProviders()) {
        name = name.substr(0, name.find("ExecutionProvider"));
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return std::tolower(c); });
        ids.push_back(std::move(name));
    }
    return ids;
}

}  // namespace pwb::runtime
