using System.Diagnostics;

namespace PersonaGrain.Grains.Population;

/// <summary>Keeps censuses from taking a silo's time: one page at a time, and after each a rest three times as long, so that it is a quarter of a processor at most.</summary>
internal sealed class CensusPace : IDisposable
{
    private const int Rest = 3;

    /// <summary>Three times the longest page, and less than others wait for their turn.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>How long a page waits for its turn; much shorter than a call may take, so that who waits is told so. Default 5 s.</summary>
    public TimeSpan TurnTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Counts a page when it is its turn; not at all where others take that long that the caller has to ask again.</summary>
    /// <param name="count">Counts it; whether there is another one.</param>
    public async Task RunAsync(Func<Task<bool>> count)
    {
        if (!await _turn.WaitAsync(TurnTimeout))
        {
            return;
        }

        try
        {
            var began = Stopwatch.GetTimestamp();
            if (await count())
            {
                var rest = Stopwatch.GetElapsedTime(began) * Rest;
                await Task.Delay(rest < LongestRest ? rest : LongestRest);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();
}
