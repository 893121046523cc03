using System.CommandLine;
using PersonaGrain.Silo.Topology;

namespace PersonaGrain.Silo.Commands;

/// <summary><c>silo cluster up|status|down</c>: a whole cluster as processes of this machine.</summary>
internal static class ClusterCommand
{
    private const string Folder = "./data/cluster";

    public static Command Create(Option<string?> config, TextWriter output, TextWriter error)
    {
        var data = new Option<string>("--data")
        {
            Description = "The folder of the database, the logs and what is noted about the processes",
            HelpName = "DIR",
            DefaultValueFactory = static _ => Folder,
            Recursive = true,
        };
        return new Command("cluster", "A cluster of processes on this machine: PostgreSQL, silos, gateways, a balancer")
        {
            data, Up(config, data, output, error), Status(data, output), Down(data, output),
        };
    }

    private static Command Up(Option<string?> config, Option<string> data, TextWriter output, TextWriter error)
    {
        var silos = new Option<int>("--silos") { Description = "How many silos", HelpName = "N", DefaultValueFactory = static _ => 3 };
        var gateways = new Option<int>("--gateways") { Description = "How many gateways", HelpName = "N", DefaultValueFactory = static _ => 2 };
        var port = new Option<int>("--port") { Description = "The balancer's port, or without nginx the first gateway's; 0 takes a free one", HelpName = "PORT", DefaultValueFactory = static _ => 5080 };
        var gatewayPort = new Option<int>("--gateway-port")
        {
            Description = "The first gateway's port, the others follow; 0 takes free ones",
            HelpName = "PORT",
            DefaultValueFactory = static _ => 5081,
        };
        var database = new Option<string?>("--database")
        {
            Description = "A PostgreSQL server that is there already, in Npgsql's form, instead of one of its own; or set PersonaGrain__Database__ConnectionString",
            HelpName = "CONNECTION",
        };
        var command = new Command("up", "Starts a cluster and keeps it until Ctrl-C") { silos, gateways, port, gatewayPort, database };
        command.SetAction((parsed, cancellation) => ClusterUp.RunAsync(
            new TopologyRequest(
                parsed.GetValue(config) ?? "cluster",
                parsed.GetValue(silos),
                parsed.GetValue(gateways),
                parsed.GetValue(port),
                parsed.GetValue(gatewayPort),
                parsed.GetValue(data)!,
                parsed.GetValue(database)),
            output,
            error,
            cancellation));
        return command;
    }

    private static Command Status(Option<string> data, TextWriter output)
    {
        var json = new Option<bool>("--json") { Description = "As JSON" };
        var command = new Command("status", "Tells what runs: exit code 0 when all of it is ready, else 1") { json };
        command.SetAction((parsed, _) => ClusterStatus.TellAsync(parsed.GetValue(data)!, parsed.GetValue(json), output));
        return command;
    }

    private static Command Down(Option<string> data, TextWriter output)
    {
        var command = new Command("down", "Ends a cluster that runs elsewhere on this machine, as Ctrl-C does");
        command.SetAction((parsed, cancellation) => ClusterStatus.EndAsync(parsed.GetValue(data)!, output, cancellation));
        return command;
    }
}
