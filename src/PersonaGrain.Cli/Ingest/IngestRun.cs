using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Ingest.Sorting;
using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Cli.Mappings;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Embedded;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Ingest;

/// <summary>One run of <c>persona ingest</c>: reads, sorts where time is the signals', loads, lets time run on, sums up.</summary>
internal sealed class IngestRun
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private readonly PersonaConsole _console;
    private readonly IngestRequest _request;
    private readonly EmbeddedGrid _grid;
    private readonly IngestCounts _counts = new();
    private readonly IngestProgress _progress;

    private IngestRun(PersonaConsole console, IngestRequest request, EmbeddedGrid grid)
    {
        _console = console;
        _request = request;
        _grid = grid;
        _progress = new IngestProgress(console, _counts);
    }

    /// <summary>Runs and hands back the exit code.</summary>
    public static async Task<int> RunAsync(PersonaConsole console, IngestRequest request, CancellationToken cancellation)
    {
        var mapping = default(MappingDocument);
        if (request.Mapping is { } path && (mapping = await MappingFile.LoadAsync(console, path, cancellation)) is null)
        {
            return (int)ExitCode.FaultyInput;
        }

        // The input is opened before the store, so that a wrong path makes no empty store.
        using var input = new InputFile(request.File);
        if (request.Clock is { } clock && StoredClock(console, request.Data) is { } stored && stored != clock)
        {
            return TellClock(console, request, clock);
        }

        var store = new StoreRequest(request.Data, request.Catalog, request.Clock);
        var opening = await StoreOpening.OpenAsync(console, store, cancellation);
        if (opening.Grid is not { } grid)
        {
            return opening.ExitCode;
        }

        await using (grid)
        {
            return await new IngestRun(console, request, grid).RunAsync(input, mapping, cancellation);
        }
    }

    private async Task<int> RunAsync(InputFile input, MappingDocument? mapping, CancellationToken cancellation)
    {
        if (_request.Clock is { } wanted && wanted != _grid.Clock)
        {
            return TellClock(_console, _request, wanted);
        }

        if (_request.Until is not null && _grid.Clock != GridClock.Signals)
        {
            return _console.Fail(ExitCode.Usage, "--until needs a store whose time is the signals'", "give --clock signals, with a new store");
        }

        var before = await _grid.PositionAsync(cancellation);
        using var rejects = new RejectLog(_counts, _request.Rejects);
        try
        {
            await _progress.ShowAsync(() => LoadAsync(input, mapping, rejects, cancellation));
        }
        catch (InputFaultException fault)
        {
            return _console.Fail(ExitCode.FaultyInput, $"{_request.File}: {fault.Message}", fault.WhatToDo);
        }
        catch (StoreUnavailableException fault)
        {
            return _console.Fail(ExitCode.StoreUnavailable, fault.Message, "then run the same command again: it goes on where it stopped");
        }

        await SumUpAsync(before, rejects, cancellation);
        return (int)ExitCode.Done;
    }

    private async Task LoadAsync(InputFile input, MappingDocument? mapping, RejectLog rejects, CancellationToken cancellation)
    {
        _progress.Fraction = () => input.Fraction;
        if (_grid.Clock == GridClock.Signals)
        {
            await LiveThroughAsync(input, mapping, rejects, cancellation);
        }
        else
        {
            await BringAlongAsync(new LineReading(_counts, rejects).Read(input, mapping, cancellation), rejects, cancellation);
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
    private async Task LiveThroughAsync(InputFile input, MappingDocument? mapping, RejectLog rejects, CancellationToken cancellation)
    {
        var until = _request.Until ?? Instant.Never;
        var now = Instant.From(_console.Time.GetUtcNow());
        var reading = new LineReading(_counts, rejects)
        {
            Until = until,
            Latest = Instant.Max(now + ClockTolerance, _request.Until ?? default),
        };
        using var sorter = new TimeSorter(_request.SortBound, Path.GetTempPath());
        await Task.Run(() => Sort(reading.Read(input, mapping, cancellation), sorter), cancellation);
        await Task.Run(() => new SignalLoader(_grid.ObserveAsync, _counts, rejects, _console.Time).LoadAsync(sorter.Sorted(), cancellation), cancellation);
    }

    /// <summary>By the machine's clock: a file is history and no news. Everything is folded, in any order, then every profile is evaluated once, as of now.</summary>
    private async Task BringAlongAsync(IEnumerable<SourceLine> lines, RejectLog rejects, CancellationToken cancellation)
    {
        await using var import = _grid.BeginImport();
        await Task.Run(() => new SignalLoader(import.ObserveAsync, _counts, rejects, _console.Time).LoadAsync(lines, cancellation), cancellation);
        _progress.Phase = "evaluating what the file touched";
        await import.CompleteAsync(cancellation);
    }

    /// <summary>What drives the clock of a store that is there, as far as that can be read.</summary>
    private static GridClock? StoredClock(PersonaConsole console, string data)
    {
        if (StoreReading.Open(data, console.Time) is not StoreReadingOpening.Opened(var store))
        {
            return null;
        }

        using (store)
        {
            return store.Clock;
        }
    }

    private static int TellClock(PersonaConsole console, IngestRequest request, GridClock wanted) => console.Fail(
        ExitCode.Usage,
        $"the store in {request.Data} was filled with the {(wanted == GridClock.Signals ? "machine's clock" : "signals' clock")}, and keeps it",
        wanted == GridClock.Signals
            ? "name another folder with --data, or leave --clock out"
            : "name another folder with --data, or leave --clock out; persona serve has it go by this machine's clock from then on");

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

    private async Task SumUpAsync(long eventsBefore, RejectLog rejects, CancellationToken cancellation)
    {
        var elapsed = _progress.Elapsed;
        var events = await EventCounts.AfterAsync(_grid, eventsBefore, cancellation);
        var clock = (await _grid.StatusAsync(cancellation)).Now;
        var summary = new IngestSummary(_counts, events, elapsed, clock);
        if (_request.Json)
        {
            summary.WriteJson(_console);
        }
        else
        {
            summary.WriteTable(_console, _request.Rejects is null ? rejects.First : []);
        }
    }
}
