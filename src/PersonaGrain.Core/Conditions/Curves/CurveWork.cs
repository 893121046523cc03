namespace PersonaGrain.Conditions.Curves;

/// <summary>How many evaluations of curves are left to whoever looks far ahead: one takes from 0.1 µs, of a score, to 15 µs, of a lifetime value.</summary>
internal sealed class CurveWork
{
    /// <summary>How many are left; less than none after a search that took more.</summary>
    internal long Left { get; private set; }

    /// <summary>Whether nothing is left. A search that is under way ends all the same.</summary>
    internal bool IsSpent => Left <= 0;

    /// <summary>Begins anew.</summary>
    /// <param name="evaluations">So many are left.</param>
    internal void Allow(long evaluations) => Left = evaluations;

    /// <summary>Counts some.</summary>
    internal void Spend(int evaluations) => Left -= evaluations;
}
