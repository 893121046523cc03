namespace PersonaGrain.Gateway.Http;

/// <summary>The value of <c>Retry-After</c>: whole seconds, at least one.</summary>
internal static class RetryAfterHeader
{
    /// <summary>The seconds of a wait, rounded up.</summary>
    internal static int Seconds(TimeSpan wait) => (int)Math.Clamp(Math.Ceiling(wait.TotalSeconds), 1, 3600);
}
