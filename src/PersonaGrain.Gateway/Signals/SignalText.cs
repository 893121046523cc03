namespace PersonaGrain.Gateway.Signals;

/// <summary>Bounds of the texts that identify a signal.</summary>
internal static class SignalText
{
    /// <summary>The most characters of a message id and of a signal type.</summary>
    internal const int MaximumIdentifierLength = 100;
}
