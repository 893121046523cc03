using System.Diagnostics;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Dashboard.Access;
using PersonaGrain.Dashboard.Live;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Dashboard.Builder;

/// <summary>Tries a catalog out while it is written: page after page, until enough people were looked at, everybody where that is wanted, or the catalog is another one. For one page, within its turns.</summary>
/// <param name="reader">Reads the grid.</param>
/// <param name="told">Told when there is more to show.</param>
internal sealed class LivePreview(GridReader reader, Action told) : IDisposable
{
    private const int FirstPage = 100;
    private const int Page = 250;
    private static readonly TimeSpan Typing = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(1);
    private CancellationTokenSource? _running;
    private string? _segment;
    private string? _cursor;

    /// <summary>The catalog that is tried out; null for none.</summary>
    internal CatalogDocument? Candidate { get; private set; }

    /// <summary>What was counted so far; null before the first page.</summary>
    internal PreviewSum? Sum { get; private set; }

    /// <summary>Whether everybody was looked at.</summary>
    internal bool IsDone { get; private set; }

    /// <summary>Whether it rests, since intervals are narrow enough: <see cref="GoOn"/> counts to the end.</summary>
    internal bool IsEnough { get; private set; }

    /// <summary>Why it stopped; null where it did not.</summary>
    internal string? Fault { get; private set; }

    /// <summary>Begins anew after a short while; what was counted of another catalog is shown no more.</summary>
    /// <param name="candidate">The catalog; null for none.</param>
    /// <param name="segment">The segment that is written.</param>
    internal void Begin(CatalogDocument? candidate, string segment)
    {
        Dispose();
        (Candidate, Sum, IsDone, IsEnough, Fault, _segment, _cursor) = (candidate, null, false, false, null, segment, null);
        Run(Typing);
    }

    /// <summary>Looks at everybody, where it rests.</summary>
    internal void GoOn()
    {
        if (IsEnough)
        {
            Dispose();
            (IsEnough, _segment) = (false, null);
            Run(TimeSpan.Zero);
        }
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _running?.Cancel();
        _running?.Dispose();
        _running = null;
    }

    private void Run(TimeSpan wait)
    {
        if (Candidate is { } candidate)
        {
            _running = new CancellationTokenSource();
            _ = RunAsync(candidate, wait, _running.Token);
        }
    }

    private async Task RunAsync(CatalogDocument candidate, TimeSpan wait, CancellationToken ended)
    {
        try
        {
            await Task.Delay(wait, ended);
            await CountAsync(candidate, ended);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Another catalog is tried out, or the page was left.
            return;
        }
        catch (SessionEndedException)
        {
            // The page itself finds that out, and leads to the form.
            return;
        }
        catch (TimeoutException)
        {
            Fault = Texts.GridSilent;
        }
        catch (Exception away) when (away is IOException or JournalUnavailableException)
        {
            Fault = Layout.Numbers.Say(Texts.BuilderPreviewStopped, away.Message);
        }

        told();
    }

    private async Task CountAsync(CatalogDocument candidate, CancellationToken ended)
    {
        var sum = Sum ?? new PreviewSum();
        do
        {
            var (began, after) = (Stopwatch.GetTimestamp(), _cursor);
            var page = await reader.ReadAsync((grid, token) => grid.PreviewAsync(candidate, after, after is null ? FirstPage : Page, token), ended);
            ended.ThrowIfCancellationRequested();
            sum.Add(page);
            _cursor = page.Next;
            (Sum, IsDone) = (sum, _cursor is null);
            IsEnough = !IsDone && _segment is { } segment && sum.IsEnough(segment);
            told();
            if (!IsDone && !IsEnough)
            {
                // Half of a processor at most, whoever else needs it.
                var rest = Stopwatch.GetElapsedTime(began);
                await Task.Delay(rest < LongestRest ? rest : LongestRest, ended);
            }
        }
        while (!IsDone && !IsEnough);
    }
}
