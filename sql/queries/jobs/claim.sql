-- A claim to lead, its renewal, or its end.
INSERT INTO leader (role, epoch, holder, released, renewed_at) SELECT {role:String}, {epoch:UInt64}, {holder:String}, {released:UInt8}, now64(3)
