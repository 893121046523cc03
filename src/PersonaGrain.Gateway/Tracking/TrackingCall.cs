namespace PersonaGrain.Gateway.Tracking;

/// <summary>The calls of the Segment tracking API that carry one event, or join identities.</summary>
internal enum TrackingCall
{
    /// <summary>Something happened: <c>event</c> and <c>properties</c>.</summary>
    Track,

    /// <summary>Who someone is: <c>traits</c>.</summary>
    Identify,

    /// <summary>A page was seen.</summary>
    Page,

    /// <summary>A screen of an app was seen.</summary>
    Screen,

    /// <summary>Someone belongs to a group: <c>groupId</c> and its <c>traits</c>.</summary>
    Group,

    /// <summary>Two ids are one person: <c>previousId</c> and <c>userId</c>.</summary>
    Alias,

    /// <summary>Identities are one person: <c>mergeProperties</c> (RudderStack).</summary>
    Merge,
}
