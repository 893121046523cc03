using System.Globalization;
using BenchmarkDotNet.Running;
using PersonaGrain.Benchmarks.Dashboard;
using PersonaGrain.Benchmarks.Embedded;
using PersonaGrain.Benchmarks.Gateway;
using PersonaGrain.Benchmarks.Postgres;

switch (args)
{
    case ["embedded", .. var parts]:
        await EmbeddedLoad.RunAsync(parts);
        return 0;
    case ["gateway", .. var rest]:
        return await GatewayBenchmark.RunAsync(rest);
    case ["postgres", .. var rest]:
        return await PostgresBenchmark.RunAsync(rest);
    case ["dashboard", .. var parts]:
        await PageLoad.RunAsync(parts);
        return 0;
    case [PageServer.Command, var profiles]:
        return await PageServer.RunAsync(int.Parse(profiles, CultureInfo.InvariantCulture));
    case [ProfileServer.Command, var engine, var keys]:
        return await ProfileServer.RunAsync(engine, keyed: keys == ProfileServer.Keyed);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
