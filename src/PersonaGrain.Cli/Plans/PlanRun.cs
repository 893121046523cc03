using System.Text;
using PersonaGrain.Catalogs;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Ingest;
using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Cli.Mappings.Suggesting;
using PersonaGrain.Gateway.Tracking;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Plans;

/// <summary>One run of <c>persona plan learn</c>: reads a file once, in bounded memory, and writes what its signals were as a catalog.</summary>
internal sealed class PlanRun(PersonaConsole console, string path, string? mapping)
{
    private readonly LearnedPlan _plan = new();
    private long _lines;
    private long _rejected;
    private string? _firstFault;

    /// <summary>Where the plan goes; null for standard output.</summary>
    public string? Output { get; init; }

    /// <summary>The table is JSON.</summary>
    public bool Json { get; init; }

    /// <summary>Runs and hands back the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (Output is not null && Path.Exists(Output))
        {
            return console.Fail(ExitCode.FaultyInput, $"{Output} is there already, and is not written over", "name another file with --output, or remove it");
        }

        try
        {
            using var piped = await PipedInputs.ReadAsync(console, [path], isLook: false, cancellation);
            var request = new IngestRequest([path], mapping is null ? [] : [mapping], string.Empty);
            if (await IngestInputs.LookAsync(console, request, piped, cancellation) is not { } inputs)
            {
                return (int)ExitCode.FaultyInput;
            }

            var lines = new InputLines(inputs);
            await ProgressDisplay.ShowAsync(
                console, () => Task.Run(() => Learn(lines, inputs[0].Mapping is null, cancellation), cancellation), () => lines.Fraction, () => $"{_lines:N0} lines");
            return lines.Fault is { } fault ? console.Fail(ExitCode.FaultyInput, $"{fault.File}: {fault.Message}", fault.WhatToDo) : await TellAsync(cancellation);
        }
        catch (InputFaultException fault)
        {
            return console.Fail(ExitCode.FaultyInput, $"{PipedInputs.NameOf(path)}: {fault.Message}", fault.WhatToDo);
        }
    }

    private void Learn(InputLines lines, bool mayBeCalls, CancellationToken cancellation)
    {
        var now = Instant.From(console.Time.GetUtcNow());
        foreach (var line in lines.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            _lines++;
            if (line.Observation is { } observation)
            {
                _plan.Add(observation.Signal);
            }
            else if (line.Fault is { } fault)
            {
                LearnCalls(line, fault.Message, mayBeCalls, now);
            }
        }
    }

    // What is no native signal may be a tracking call.
    private void LearnCalls(SourceLine line, string fault, bool mayBeCalls, Instant now)
    {
        var calls = mayBeCalls ? TrackingLine.Read(line.Text, now) : [];
        if (calls.Count == 0)
        {
            Reject(line.Number, fault);
        }

        foreach (var (observation, refused) in calls)
        {
            if (observation is { } found)
            {
                _plan.Add(found.Signal);
            }
            else if (refused is not null)
            {
                Reject(line.Number, $"{refused.Field} {refused.Message}");
            }
        }
    }

    private void Reject(long line, string why)
    {
        _rejected++;
        _firstFault ??= $"line {line}: {why}";
    }

    private async Task<int> TellAsync(CancellationToken cancellation)
    {
        if (_rejected > 0)
        {
            console.Notice($"{_rejected:N0} are no signal or call and were left out; {_firstFault}");
        }

        if (_plan.Signals == 0)
        {
            return console.Fail(ExitCode.NothingTaken, "there is no signal to learn from", "give native signals or tracking calls, one JSON object a line, or a table with --mapping");
        }

        var text = new PlanText(_plan, NameOf(path)).Write();
        if (CatalogReader.Read(Encoding.UTF8.GetBytes(text)) is CatalogReading.Faulty faulty)
        {
            throw new InvalidOperationException($"the plan is no catalog: {faulty.Faults[0]}");
        }

        if (Output is not null)
        {
            await File.WriteAllTextAsync(Output, text, cancellation);
        }

        if (Json)
        {
            PlanTable.WriteJson(console, _plan, _rejected);
        }
        else if (Output is null)
        {
            await console.Output.WriteAsync(text);
            PlanTable.Write(console.Notices, _plan);
        }
        else
        {
            PlanTable.Write(console.Answers, _plan);
            console.Notice($"look at {Output}, then: persona catalog validate {Output}");
        }

        return (int)ExitCode.Done;
    }

    private static string NameOf(string path)
    {
        var stem = SnakeCase.Of(Path.GetFileName(PipedInputs.NameOf(path)).Split('.')[0]);
        return stem.Length > 0 && char.IsAsciiLetterLower(stem[0]) && PlanNames.IsType(stem) && stem.All(char.IsAscii) ? stem : "learned";
    }
}
