namespace PersonaGrain.Population.Forecasts;

/// <summary>How often a segment is entered and left in each hour ahead: a ring of more hours than are looked ahead, so that parts of a census need not begin in the same one. 6 KB.</summary>
internal sealed class HourlyCrossings
{
    /// <summary>Hours of the ring: those of <see cref="ForecastSection.Hours"/>, and two days more.</summary>
    internal const int Ring = ForecastSection.Hours + 48;

    private readonly int[] _entries = new int[Ring];
    private readonly int[] _departures = new int[Ring];

    /// <summary>Adds a crossing, or takes it out.</summary>
    /// <param name="hour">The hour since the beginning of instants.</param>
    /// <param name="entered">Whether the segment is entered.</param>
    /// <param name="step">1 to add, −1 to take out.</param>
    internal void Add(long hour, bool entered, int step) => (entered ? _entries : _departures)[hour % Ring] += step;

    /// <summary>What happens in an hour.</summary>
    /// <param name="hour">The hour since the beginning of instants.</param>
    internal (int Entries, int Departures) In(long hour) => (_entries[hour % Ring], _departures[hour % Ring]);

    /// <summary>What is at a place of the ring.</summary>
    internal (int Entries, int Departures) At(int place) => (_entries[place], _departures[place]);

    /// <summary>Adds so many at a place of the ring.</summary>
    internal void AddAt(int place, int entries, int departures) => (_entries[place], _departures[place]) = (_entries[place] + entries, _departures[place] + departures);

    /// <summary>Adds those of another.</summary>
    internal void Merge(HourlyCrossings other)
    {
        for (var place = 0; place < Ring; place++)
        {
            AddAt(place, other._entries[place], other._departures[place]);
        }
    }
}
