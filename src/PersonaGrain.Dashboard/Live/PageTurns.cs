namespace PersonaGrain.Dashboard.Live;

/// <summary>
/// How long what is open rests between two looks at the grid: as long as it wishes where little is open, and longer the more is, so that all of it together costs no more
/// than <see cref="DashboardOptions.ReadsPerSecond"/>.
/// </summary>
/// <remarks>A look costs the server a few milliseconds of processor, most of it to draw and to send what changed: a hundred pages that looked every two seconds would take that from signals.</remarks>
/// <param name="options">How many looks a second there may be.</param>
internal sealed class PageTurns(DashboardOptions options)
{
    private int _open;

    /// <summary>Counts something that looks again and again, until what is returned is disposed of.</summary>
    internal IDisposable Take()
    {
        Interlocked.Increment(ref _open);
        return new Turn(this);
    }

    /// <summary>The pause until the next look.</summary>
    /// <param name="wished">The pause where little is open.</param>
    internal TimeSpan Pause(TimeSpan wished)
    {
        var fair = TimeSpan.FromSeconds((double)Volatile.Read(ref _open) / options.ReadsPerSecond);
        return fair > wished ? fair : wished;
    }

    private sealed class Turn(PageTurns turns) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
            {
                Interlocked.Decrement(ref turns._open);
            }
        }
    }
}
