using Microsoft.AspNetCore.Components.Server.Circuits;

namespace PersonaGrain.Dashboard.Access;

/// <summary>Ends the circuit of a page whose key was taken away: nothing that its reader does is carried out any more.</summary>
internal sealed class SessionCircuitHandler(Session session) : CircuitHandler
{
    private bool _isBegun;

    /// <inheritdoc />
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async activity =>
    {
        // The first activity is what begins the session.
        if (_isBegun && !session.IsOpen)
        {
            throw new SessionEndedException();
        }

        await next(activity);
        _isBegun = true;
    };
}
