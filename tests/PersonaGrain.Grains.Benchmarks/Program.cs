using PersonaGrain.Grains.Benchmarks.Ingest;
using PersonaGrain.Grains.Benchmarks.Observing;
using PersonaGrain.Grains.Benchmarks.Reporting;
using PersonaGrain.Grains.Benchmarks.Scaling;

var arguments = new Arguments(args);
var report = new Report(arguments.Has("--json"));
switch (args)
{
    case ["observe", ..]:
        await ObserveBenchmark.RunAsync(arguments, report);
        break;
    case ["ingest", ..]:
        await IngestBenchmark.RunAsync(arguments, report);
        break;
    case ["scale", ..] when !Cores.MayPin || arguments.Has(Cores.Pinned):
        await ScaleBenchmark.RunAsync(arguments, report);
        break;
    case ["scale", ..]:
        return await Cores.RunPinnedAsync(args);
    default:
        await Console.Error.WriteLineAsync("observe | ingest | scale; see README.md beside this project");
        return 2;
}

report.Write();
return 0;
