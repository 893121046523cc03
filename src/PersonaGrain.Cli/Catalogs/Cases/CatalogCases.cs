using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Documents;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Cli.Catalogs.Cases;

/// <summary><c>persona catalog test</c>: runs files of cases against a catalog, in memory, and reports each.</summary>
internal sealed class CatalogCases(PersonaConsole console, bool asJson)
{
    private const int ProgressEvery = 500;
    private readonly List<(string File, CaseResult Result)> _results = [];

    /// <summary>Runs them; the exit code is <see cref="ExitCode.CasesFailed"/> where one was not as expected.</summary>
    public async Task<int> RunAsync(string catalogPath, string casesPath, CancellationToken cancellation)
    {
        var reading = CatalogReader.Read(await File.ReadAllBytesAsync(catalogPath, cancellation));
        if (reading is not CatalogReading.Sound(var document))
        {
            DocumentFaults.Write(console, catalogPath, "tested", ((CatalogReading.Faulty)reading).Faults);
            return (int)ExitCode.FaultyInput;
        }

        var files = Directory.Exists(casesPath) ? Directory.GetFiles(casesPath, "*.json").Order(StringComparer.Ordinal).ToArray() : [casesPath];
        if (files.Length == 0)
        {
            return console.Fail(ExitCode.FaultyInput, $"{casesPath} has no file *.json", "write cases as docs/catalog.md tells");
        }

        var inForce = CatalogInForce.Of(Catalog.Compile(document), Instant.UnixEpoch);
        var isFaulty = false;
        foreach (var file in files)
        {
            isFaulty |= !await RunFileAsync(file, inForce, cancellation);
        }

        return Report(isFaulty);
    }

    private async Task<bool> RunFileAsync(string file, CatalogInForce inForce, CancellationToken cancellation)
    {
        var reading = CaseReader.Read(await File.ReadAllBytesAsync(file, cancellation), inForce.Catalog);
        if (reading is not CasesReading.Sound(var cases))
        {
            DocumentFaults.Write(console, file, "run", ((CasesReading.Faulty)reading).Faults);
            return false;
        }

        foreach (var one in cases)
        {
            var result = await new CaseRun(one, inForce).RunAsync(cancellation);
            _results.Add((file, result));
            if (!asJson)
            {
                Tell(file, result);
            }

            if (_results.Count % ProgressEvery == 0)
            {
                console.Notice(CountText.Of(_results.Count, "case") + " run");
            }
        }

        return true;
    }

    private int Report(bool isFaulty)
    {
        var failed = _results.Count(result => !result.Result.Passed);
        if (asJson)
        {
            var cases = _results.Select(result => new { file = result.File, result.Result.Name, result.Result.Passed, result.Result.Failures });
            console.Answer(JsonSerializer.Serialize(new { passed = _results.Count - failed, failed, cases }, JsonSerializerOptions.Web));
        }
        else
        {
            console.Answer($"{_results.Count - failed} of {_results.Count} cases passed{(failed == 0 ? string.Empty : $", {failed} failed")}");
        }

        return (int)(isFaulty ? ExitCode.FaultyInput : failed > 0 ? ExitCode.CasesFailed : ExitCode.Done);
    }

    private void Tell(string file, CaseResult result)
    {
        console.Answer($"{(result.Passed ? "pass" : "FAIL")}  {result.Name}");
        foreach (var failure in result.Failures)
        {
            console.Answer($"      {file} {failure.Path}");
            console.Answer($"      {failure.What}: expected {failure.Expected}, found {failure.Found}");
            foreach (var line in failure.Why)
            {
                console.Answer($"        {line}");
            }
        }
    }
}
