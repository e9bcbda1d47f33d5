#include "app/usage.h"

#include "core/base/options.h"

namespace andon::cli {
namespace {

void add_option_names(const CLI::App& app, std::vector<std::string>& names) {
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames())
      names.push_back("--" + name);
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& candidates) {
  const std::string near = nearest(word, candidates);
  return near.empty() ? "" : "; did you mean '" + near + "'?";
}

/// The first argument that nobody took and that looks like an option.
std::string unknown_option(const CLI::App& app, const std::vector<std::string>& arguments,
                           const std::vector<std::string>& known) {
  for (const std::string& argument : arguments) {
    const std::string name = argument.substr(0, argument.find('='));
    if (name.starts_with("--") && std::find(known.begin(), known.end(), name) == known.end())
      return name;
  }
  for (const std::string& rest : app.remaining(true))
    if (rest.starts_with("-"))
      return rest;
  return "";
}

/// The first argument that is neither an option nor the value of one: what was meant as the command.
std::string first_word(const CLI::App& root, const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (!arguments[i].starts_with("-"))
      return arguments[i];
    const CLI::Option* option = root.get_option_no_throw(arguments[i]);
    if (option && option->get_items_expected_max() > 0)
      ++i; // its value follows
  }
  return "";
}

} // namespace

std::string unknown_command(const CLI::App& root, const std::vector<std::string>& arguments) {
  const std::string word = root.get_subcommands().empty() ? first_word(root, arguments) : "";
  if (word.empty())
    return "";
  std::vector<std::string> commands;
  for (const CLI::App* each : root.get_subcommands([](const CLI::App*) { return true; }))
    commands.push_back(each->get_name());
  const std::string meant = did_you_mean(word, commands);
  return "unknown command '" + word + "'" + (meant.empty() ? ";" : meant) +
         " 'andon --help' lists the commands";
}

std::string usage_error(const CLI::App& root, const CLI::ParseError& error,
                        const std::vector<std::string>& arguments) {
  std::vector<std::string> options;
  const auto chosen = root.get_subcommands();
  if (chosen.empty()) {
    const std::string unknown = unknown_command(root, arguments);
    return unknown.empty() ? "no command was given; 'andon --help' lists the commands" : unknown;
  }
  const CLI::App& command = *chosen.front();
  add_option_names(root, options);
  add_option_names(command, options);
  if (const std::string option = unknown_option(command, arguments, options); !option.empty())
    return command.get_name() + ": unknown option '" + option + "'" + did_you_mean(option, options) +
           " 'andon " + command.get_name() + " --help' lists the options";
  return command.get_name() + ": " + error.what() + "; see 'andon " + command.get_name() + " --help'";
}

} // namespace andon::cli
