using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Ingest.Sorting;
using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Embedded;
using PersonaGrain.Gateway.Tracking;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Ingest;

/// <summary>One run of <c>persona ingest</c>: reads, sorts where time is the signals', loads, lets time run on, sums up.</summary>
internal sealed class IngestRun
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private readonly PersonaConsole _console;
    private readonly IngestRequest _request;
    private readonly IReadOnlyList<IngestInput> _inputs;
    private readonly InputLines _lines;
    private readonly EmbeddedGrid _grid;
    private readonly Instant _clockBefore;
    private readonly IngestCounts _counts = new();
    private readonly IngestProgress _progress;

    private IngestRun(PersonaConsole console, IngestRequest request, IReadOnlyList<IngestInput> inputs, EmbeddedGrid grid)
    {
        _inputs = [.. inputs.Select(input => input with { Kinds = grid.Catalog.Identities })];
        (_console, _request, _grid) = (console, request, grid);
        _lines = new InputLines(_inputs);
        _clockBefore = grid.Now;
        _progress = new IngestProgress(console, _counts);
    }

    /// <summary>Runs and hands back the exit code.</summary>
    public static async Task<int> RunAsync(PersonaConsole console, IngestRequest request, CancellationToken cancellation)
    {
        try
        {
            using var piped = await PipedInputs.ReadAsync(console, request.Files, request.DryRun, cancellation);

            // The inputs are looked at before the store is opened, so that a wrong path or mapping makes no empty store.
            if (await IngestInputs.LookAsync(console, request, piped, cancellation) is not { } inputs)
            {
                return (int)ExitCode.FaultyInput;
            }

            if (request.DryRun)
            {
                return await DryRun.ShowAsync(console, inputs, request, cancellation);
            }

            return ClockCheck.Refuse(console, request) ?? await OpenAndRunAsync(console, request, inputs, cancellation);
        }
        catch (InputFaultException fault)
        {
            return console.Fail(ExitCode.FaultyInput, $"{fault.File}: {fault.Message}", fault.WhatToDo);
        }
    }

    private static async Task<int> OpenAndRunAsync(
        PersonaConsole console, IngestRequest request, IReadOnlyList<IngestInput> inputs, CancellationToken cancellation)
    {
        if (ArchiveCheck.Packed(inputs) is { Count: > 0 } packed)
        {
            var check = new ArchiveCheck(packed);
            await ProgressDisplay.ShowAsync(
                console, () => Task.Run(() => check.Run(cancellation), cancellation), () => check.Fraction, () => "checking that the gzip files are sound");
        }

        FaultFile.CheckFolder(request.Rejects);
        FaultFile.CheckFolder(request.Notes);
        var opening = await StoreOpening.OpenAsync(console, request.Store, cancellation);
        if (opening.Grid is not { } grid)
        {
            return opening.ExitCode;
        }

        await using (grid)
        {
            if (KindCheck.Refuse(console, inputs, grid.Catalog.Identities) is { } refused)
            {
                return refused;
            }

            return await new IngestRun(console, request, inputs, grid).RunAsync(cancellation);
        }
    }

    private async Task<int> RunAsync(CancellationToken cancellation)
    {
        var before = await _grid.PositionAsync(cancellation);
        using var faults = new LineFaults(_counts, _inputs, _request.Rejects, _request.Notes);
        try
        {
            await _progress.ShowAsync(() => LoadAsync(faults, cancellation));
        }
        catch (LateInputException late)
        {
            return _console.Fail(ExitCode.Refused, late.Message, LateInputException.WhatToDo);
        }
        catch (StoreUnavailableException fault)
        {
            return _console.Fail(ExitCode.StoreUnavailable, fault.Message, "then run the same command again: it goes on where it stopped");
        }

        await SumUpAsync(before, faults, cancellation);
        if (_counts.UnknownTypes.Total > 0)
        {
            _console.Notice(_counts.UnknownTypes.Words(_grid.Catalog));
        }

        return IngestEnd.Tell(_console, _counts, _lines.Fault, _clockBefore, _request.Json || faults.Rejects is not null ? faults.First : []);
    }

    private async Task LoadAsync(LineFaults faults, CancellationToken cancellation)
    {
        _progress.Fraction = () => _lines.Fraction;
        if (_grid.Clock == GridClock.Signals)
        {
            await LiveThroughAsync(faults, cancellation);
        }
        else
        {
            await BringAlongAsync(faults, cancellation);
        }

        if (_request.Until is { } until && until > _grid.Now)
        {
            _progress.Phase = "letting time run on";
            await _grid.AdvanceClockAsync(until, cancellation);
        }

        _progress.Phase = "settling";
        await _grid.SettleAsync(cancellation);
    }

    /// <summary>By the signals' clock: every signal is taken at its own instant, and everything happens that came due by then.</summary>
    /// <exception cref="InputFaultException">The input is not whole: nothing of it is taken, since its rest would come too late.</exception>
    /// <exception cref="LateInputException">The input begins before the store's clock.</exception>
    private async Task LiveThroughAsync(LineFaults faults, CancellationToken cancellation)
    {
        var now = Instant.From(_console.Time.GetUtcNow());
        var reading = new LineReading(_counts, faults)
        {
            Until = _request.Until ?? Instant.Never,
            Latest = Instant.Max(now + ClockTolerance, _request.Until ?? default),
        };
        using var sorter = new TimeSorter(_request.SortBound, Path.GetTempPath());
        await Task.Run(() => Sort(reading.Read(_lines, cancellation), sorter), cancellation);
        if (_lines.Fault is { } fault)
        {
            throw new InputFaultException($"{fault.Message}; nothing was taken, since the rest would come too late in a replay", fault.WhatToDo) { File = fault.File };
        }

        if (!_request.TakesLate && sorter.Earliest < _clockBefore &&
            await LateLook.FindAsync(_grid, sorter.Sorted(), _clockBefore, cancellation) is { } late)
        {
            throw LateInputException.Of(_inputs[late.Input].Path, late, _clockBefore);
        }

        var loader = new SignalLoader(_grid.ObserveAsync, _counts, faults, _console.Time) { LateBefore = _clockBefore, IsKnown = IsKnown };
        await Task.Run(() => loader.LoadAsync(sorter.Sorted(), cancellation), cancellation);
    }

    /// <summary>By the machine's clock: a file is history and no news. Everything is folded, in any order, then every profile is evaluated once, as of now.</summary>
    private async Task BringAlongAsync(LineFaults faults, CancellationToken cancellation)
    {
        await using var import = _grid.BeginImport();
        var lines = new LineReading(_counts, faults).Read(_lines, cancellation);
        var loader = new SignalLoader(import.ObserveAsync, _counts, faults, _console.Time) { IsKnown = IsKnown };
        await Task.Run(() => loader.LoadAsync(lines, cancellation), cancellation);
        _progress.Phase = "evaluating what the file touched";
        await import.CompleteAsync(cancellation);
    }

    private bool IsKnown(string type) => _grid.Catalog.HasSignal(type) || CallTypes.Contains(type, _grid.Catalog.Identities.HasAccounts);

    private void Sort(IEnumerable<SourceLine> lines, TimeSorter sorter)
    {
        foreach (var line in lines)
        {
            sorter.Add(line);
            _progress.Phase = sorter.Runs == 0 ? "reading, to load by time" : $"reading, sorting by time ({sorter.Runs} runs spilled)";
        }

        var all = Math.Max(1, _counts.Lines - _counts.Skipped - _counts.Rejected - _counts.Later);
        _progress.Phase = sorter.WasInOrder ? "loading" : "loading, sorted by time";
        _progress.Fraction = () => Math.Min(1, (double)(_counts.Accepted + _counts.Duplicates) / all);
    }

    private async Task SumUpAsync(long eventsBefore, LineFaults faults, CancellationToken cancellation)
    {
        var elapsed = _progress.Elapsed;
        var events = await EventCounts.AfterAsync(_grid, eventsBefore, cancellation);
        var clock = (await _grid.StatusAsync(cancellation)).Now;
        var summary = new IngestSummary(_inputs, _counts, events, elapsed, clock);
        if (_request.Json)
        {
            summary.WriteJson(_console);
        }
        else
        {
            summary.WriteTable(_console, faults);
        }
    }
}
