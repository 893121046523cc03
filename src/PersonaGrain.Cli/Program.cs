using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;

using var termination = new Termination();
return await PersonaCommand.RunAsync(args, PersonaConsole.System(), termination.Token);
