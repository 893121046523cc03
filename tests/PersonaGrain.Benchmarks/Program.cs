using BenchmarkDotNet.Running;
using PersonaGrain.Benchmarks.Gateway;

switch (args)
{
    case ["gateway", .. var rest]:
        return await GatewayBenchmark.RunAsync(rest);
    case [ProfileServer.Command, var engine]:
        return await ProfileServer.RunAsync(engine);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
