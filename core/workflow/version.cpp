#include "core/training/device.h"
#include "core/workflow/about.h"
#include "core/workflow/blas_info.h"
#include "library_versions.h"

#include <cstring>
#include <elf.h>
#include <link.h>

namespace andon::workflow {
namespace {

/// The linker's build id of the running program: equal ids, equal programs. Empty when it was linked without
/// one.
std::string build_id() {
  std::string id;
  ::dl_iterate_phdr(
      [](dl_phdr_info* object, std::size_t, void* out) {
        for (int i = 0; i < object->dlpi_phnum; ++i) {
          if (object->dlpi_phdr[i].p_type != PT_NOTE)
            continue;
          const char* at = reinterpret_cast<const char*>(object->dlpi_addr + object->dlpi_phdr[i].p_vaddr);
          const char* const end = at + object->dlpi_phdr[i].p_memsz;
          while (at + sizeof(ElfW(Nhdr)) <= end) {
            const auto* note = reinterpret_cast<const ElfW(Nhdr)*>(at);
            const char* name = at + sizeof *note;
            const auto* bytes = reinterpret_cast<const unsigned char*>(name + ((note->n_namesz + 3) & ~3U));
            if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 && std::memcmp(name, "GNU", 4) == 0)
              for (unsigned k = 0; k < note->n_descsz; ++k) {
                constexpr char digits[] = "0123456789abcdef";
                static_cast<std::string*>(out)->append({digits[bytes[k] >> 4], digits[bytes[k] & 15]});
              }
            at = reinterpret_cast<const char*>(bytes) + ((note->n_descsz + 3) & ~3U);
          }
        }
        return 1; // the first object is the program itself
      },
      &id);
  return id;
}

std::vector<std::string> instruction_sets() {
  std::vector<std::string> result;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("sse4.2"))
    result.push_back("sse4.2");
  if (__builtin_cpu_supports("avx2"))
    result.push_back("avx2");
  if (__builtin_cpu_supports("fma"))
    result.push_back("fma");
  if (__builtin_cpu_supports("avx512f"))
    result.push_back("avx512f");
  if (__builtin_cpu_supports("avx512vnni"))
    result.push_back("avx512vnni");
  if (__builtin_cpu_supports("avx512bf16"))
    result.push_back("avx512bf16");
  if (__builtin_cpu_supports("amx-bf16"))
    result.push_back("amx-bf16");
#elif defined(__aarch64__)
  result.push_back("neon");
#endif
  return result;
}

} // namespace

VersionOut version() {
  VersionOut out;
  out.andon = andon_version;
  out.build = compiler + " " + build_id();
  out.libraries = compiled_libraries;
  const auto blas = loaded_blas();
  out.blas = blas ? blas->name : "none";
  out.devices = available_devices();
  out.instructions = instruction_sets();
  return out;
}

} // namespace andon::workflow
