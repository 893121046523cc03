using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Observing;

/// <summary>Puts the signals of one actor in the order of their times, those of one time in the call's order, and tells where each time begins.</summary>
internal static class SignalTimes
{
    /// <summary>Sorts signals, and the places that belong to them.</summary>
    /// <returns>Each time with where its signals begin and how many they are.</returns>
    public static List<(Instant Time, int Start, int Length)> Sort(Span<Signal> signals, Span<int> places)
    {
        var keys = new (Instant Time, int Order)[signals.Length];
        for (var index = 0; index < keys.Length; index++)
        {
            keys[index] = (signals[index].Time, index);
        }

        Array.Sort(keys);
        var (unsorted, itsPlaces) = (signals.ToArray(), places.ToArray());
        var times = new List<(Instant, int, int)>();
        for (var index = 0; index < keys.Length; index++)
        {
            (signals[index], places[index]) = (unsorted[keys[index].Order], itsPlaces[keys[index].Order]);
            if (times.Count > 0 && times[^1].Item1 == keys[index].Time)
            {
                times[^1] = (keys[index].Time, times[^1].Item2, times[^1].Item3 + 1);
            }
            else
            {
                times.Add((keys[index].Time, index, 1));
            }
        }

        return times;
    }
}
