using BenchmarkDotNet.Running;
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
    case [ProfileServer.Command, var engine, var keys]:
        return await ProfileServer.RunAsync(engine, keyed: keys == ProfileServer.Keyed);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
