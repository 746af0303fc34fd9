#include "bot/command_line.hpp"

int main(int argc, char** argv) { return deskbell::bot::run_command_line(argc, argv); }
