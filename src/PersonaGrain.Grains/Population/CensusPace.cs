using System.Diagnostics;

namespace PersonaGrain.Grains.Population;

/// <summary>Keeps censuses from taking a silo's time: one page at a time, and after each a rest three times as long, so that it is a quarter of a processor at most.</summary>
internal sealed class CensusPace : IDisposable
{
    private const int Rest = 3;
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Counts a page when it is its turn.</summary>
    /// <param name="count">Counts it; whether there is another one.</param>
    public async Task RunAsync(Func<Task<bool>> count)
    {
        await _turn.WaitAsync();
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
